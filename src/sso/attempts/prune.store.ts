import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { storableJson } from '../../platform/storable-json.ts';
import { newReference } from './reference.ts';
import type { Step } from './trail.ts';

const BATCH = 500;

/** Logins whose answer never came, as attempts that were abandoned. Answers how many, a batch at most. */
export async function abandonLogins(db: TenantDb): Promise<number> {
  const { rows } = await db.query<{ steps: Step[]; createdAt: Date }>(
    `delete from sso_login where tenant_id = $1 and id in (
       select id from sso_login where tenant_id = $1 and expires_at < now() limit $2)
     returning connection_id as "connectionId", purpose as kind, steps, created_at as "createdAt"`,
    [db.tenantId, BATCH],
  );
  if (rows.length === 0) return 0;
  const attempts = rows.map((row) => ({ ...row, id: uuidv7(), reference: newReference() }));
  await db.query(
    `insert into sso_attempt
       (tenant_id, id, reference, connection_id, kind, outcome, steps, said, ms, created_at)
     select $1, x.id, x.reference, x."connectionId", x.kind, 'abandoned', x.steps, '{}', 0, x."createdAt"
     from jsonb_to_recordset($2::jsonb) as x(id uuid, reference text, "connectionId" uuid, kind text,
       steps jsonb, "createdAt" timestamptz)`,
    [db.tenantId, storableJson(attempts)],
  );
  return rows.length;
}

/** Forgets what is past; answers how much, a batch of each at most. */
export async function forgetPast(db: TenantDb, before: Date): Promise<number> {
  const { count: attempts } = await db.query(
    `delete from sso_attempt where tenant_id = $1 and id in (
       select id from sso_attempt where tenant_id = $1 and created_at < $2 limit $3)`,
    [db.tenantId, before, BATCH],
  );
  const { count: sessions } = await db.query(
    `delete from sso_session where tenant_id = $1 and id in (
       select id from sso_session where tenant_id = $1 and expires_at < $2 limit $3)`,
    [db.tenantId, before, BATCH],
  );
  const { count: setups } = await db.query(
    `delete from sso_setup where tenant_id = $1 and id in (
       select id from sso_setup where tenant_id = $1 and expires_at < $2 limit $3)`,
    [db.tenantId, before, BATCH],
  );
  return attempts + sessions + setups;
}

/** What could not be used any more, claimed or not. Answers how much, a batch at most. */
export async function forgetClaims(db: TenantDb): Promise<number> {
  const { count } = await db.query(
    `delete from sso_claim where (tenant_id, connection_id, kind, value_hash) in (
       select tenant_id, connection_id, kind, value_hash from sso_claim
       where tenant_id = $1 and expires_at < now() limit $2)`,
    [db.tenantId, BATCH],
  );
  return count;
}
