import type { Queryable, TenantDb } from '../../platform/database/database.ts';
import type { Registration } from './registration.ts';

const columns = `tenant_id as "tenantId", id, name, issuer, client_id as "clientId",
  authorization_endpoint as "authorizationEndpoint", token_endpoint as "tokenEndpoint",
  jwks_uri as "jwksUri", token_audience as "tokenAudience", profile, overrides,
  key_set as "keySet", is_shared as "isShared", is_enabled as "isEnabled", origin, scopes,
  frame_ancestors as "frameAncestors", version, created_at as "createdAt", updated_at as "updatedAt"`;

export type NewRegistration = Omit<
  Registration,
  'tenantId' | 'version' | 'createdAt' | 'updatedAt'
>;

/** Undefined when the platform's client id is registered already, by this tenant or another. */
export async function insertRegistration(
  db: TenantDb,
  r: NewRegistration,
): Promise<Registration | undefined> {
  const { rows } = await db.query<Registration>(
    `insert into lti_registration (tenant_id, id, name, issuer, client_id, authorization_endpoint,
       token_endpoint, jwks_uri, token_audience, profile, overrides, key_set, is_shared, is_enabled,
       origin, scopes, frame_ancestors)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
     on conflict (issuer, client_id) do nothing returning ${columns}`,
    [
      db.tenantId,
      r.id,
      r.name,
      r.issuer,
      r.clientId,
      r.authorizationEndpoint,
      r.tokenEndpoint,
      r.jwksUri,
      r.tokenAudience,
      r.profile,
      JSON.stringify(r.overrides),
      r.keySet,
      r.isShared,
      r.isEnabled,
      r.origin,
      r.scopes,
      r.frameAncestors,
    ],
  );
  return rows[0];
}

export async function getRegistration(db: TenantDb, id: string): Promise<Registration | undefined> {
  const { rows } = await db.query<Registration>(
    `select ${columns} from lti_registration where tenant_id = $1 and id = $2`,
    [db.tenantId, id],
  );
  return rows[0];
}

/** Newest first. */
export async function listRegistrations(
  db: TenantDb,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<Registration[]> {
  const { rows } = await db.query<Registration>(
    `select ${columns} from lti_registration where tenant_id = $1 and ($2::uuid is null or id < $2)
     order by id desc limit $3`,
    [db.tenantId, after ?? null, limit],
  );
  return rows;
}

export type RegistrationChanges = Partial<
  Omit<NewRegistration, 'id' | 'issuer' | 'clientId' | 'origin'>
>;

/**
 * Changes what is given. Undefined when there is none, or not at this version; whoever reads it as
 * it was writes it back whole, so the version guards what is not given too.
 */
export async function updateRegistration(
  db: TenantDb,
  { id, version, changes }: { id: string; version: number; changes: RegistrationChanges },
): Promise<Registration | undefined> {
  const known = await getRegistration(db, id);
  if (!known) return undefined;
  const r = { ...known, ...changes };
  const { rows } = await db.query<Registration>(
    `update lti_registration set name = $4, authorization_endpoint = $5, token_endpoint = $6,
       jwks_uri = $7, token_audience = $8, profile = $9, overrides = $10, key_set = $11,
       is_shared = $12, is_enabled = $13, scopes = $14, frame_ancestors = $15,
       version = version + 1, updated_at = now()
     where tenant_id = $1 and id = $2 and version = $3 returning ${columns}`,
    [
      db.tenantId,
      id,
      version,
      r.name,
      r.authorizationEndpoint,
      r.tokenEndpoint,
      r.jwksUri,
      r.tokenAudience,
      r.profile,
      JSON.stringify(r.overrides),
      r.keySet,
      r.isShared,
      r.isEnabled,
      r.scopes,
      r.frameAncestors,
    ],
  );
  return rows[0];
}

/** With the tenant's own deployments of it; false when there was none. */
export async function deleteRegistration(db: TenantDb, id: string): Promise<boolean> {
  await db.query('delete from lti_deployment where tenant_id = $1 and registration_id = $2', [
    db.tenantId,
    id,
  ]);
  const { count } = await db.query(
    'delete from lti_registration where tenant_id = $1 and id = $2',
    [db.tenantId, id],
  );
  return count === 1;
}

/** By what a login names; of many, two. */
export async function findRegistrations(
  lookup: Queryable,
  { issuer, clientId }: { issuer: string; clientId: string | undefined },
): Promise<Registration[]> {
  const { rows } = await lookup.query<Registration>(
    `select ${columns} from find_lti_registrations($1, $2)`,
    [issuer, clientId ?? null],
  );
  return rows;
}

export async function findRegistration(
  lookup: Queryable,
  id: string,
): Promise<Registration | undefined> {
  const { rows } = await lookup.query<Registration>(
    `select ${columns} from find_lti_registration($1)`,
    [id],
  );
  return rows[0];
}
