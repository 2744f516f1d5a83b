import type { LookupFunction } from './lookups.ts';

/** What a sign-in is resolved by before its tenant is known. */
export const ssoLookups: LookupFunction[] = [
  {
    signature: 'find_sso_connection(wanted uuid)',
    returns: 'setof connection',
    body: `select c.* from connection c where c.id = wanted and c.kind in ('saml', 'oidc')`,
  },
  {
    // An e-mail's domain leads to where its people sign in; a domain belongs to one tenant.
    signature: 'find_sso_domain(wanted text)',
    returns: 'table (tenant_id uuid, connection_id uuid, kind text)',
    body: `select c.tenant_id, c.id, c.kind from sso_domain d
           join connection c on c.tenant_id = d.tenant_id and c.enabled
             and c.kind in ('saml', 'oidc') and c.settings -> 'domains' @> to_jsonb(d.domain)
           where d.domain = wanted and d.verified_at is not null
           order by c.id limit 1`,
  },
];
