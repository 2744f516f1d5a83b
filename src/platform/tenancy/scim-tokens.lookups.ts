import type { LookupFunction } from './lookups.ts';

/** What a SCIM client shows before its tenant is known. */
export const scimTokenLookups: LookupFunction[] = [
  {
    signature: 'find_scim_token(wanted text)',
    returns:
      'table (tenant_id uuid, id uuid, connection_id uuid, scopes text[], expires_at timestamptz, last_used_at timestamptz)',
    body: `select t.tenant_id, t.id, t.connection_id, t.scopes, t.expires_at, t.last_used_at
           from scim_token t
             join connection c on c.tenant_id = t.tenant_id and c.id = t.connection_id
             left join scim_client k on k.tenant_id = t.tenant_id and k.id = t.client_id
           where t.hash = wanted and t.revoked_at is null and c.enabled
             and (t.expires_at is null or t.expires_at > now()) and k.revoked_at is null`,
  },
  {
    signature: 'find_scim_client(wanted uuid)',
    returns:
      'table (tenant_id uuid, id uuid, connection_id uuid, secret_hash text, scopes text[], token_minutes integer)',
    body: `select k.tenant_id, k.id, k.connection_id, k.secret_hash, k.scopes, k.token_minutes
           from scim_client k
             join connection c on c.tenant_id = k.tenant_id and c.id = k.connection_id
           where k.id = wanted and k.revoked_at is null and c.enabled
             and (k.expires_at is null or k.expires_at > now())`,
  },
];
