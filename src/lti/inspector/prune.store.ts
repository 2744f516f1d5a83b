import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { storableJson } from '../../platform/storable-json.ts';
import { newReference } from './reference.ts';
import type { Step } from './trail.ts';

const BATCH = 500;

/** Logins whose launch never came, as launches that were abandoned. Answers how many, a batch at most. */
export async function abandonLogins(db: TenantDb): Promise<number> {
  const { rows } = await db.query<{ registrationId: string; steps: Step[]; createdAt: Date }>(
    `delete from lti_login where tenant_id = $1 and id in (
       select id from lti_login where tenant_id = $1 and expires_at < now() limit $2)
     returning registration_id as "registrationId", steps, created_at as "createdAt"`,
    [db.tenantId, BATCH],
  );
  if (rows.length === 0) return 0;
  const launches = rows.map((row) => ({ ...row, id: uuidv7(), reference: newReference() }));
  await db.query(
    `insert into lti_launch
       (tenant_id, id, reference, registration_id, outcome, steps, claims, ms, created_at)
     select $1, x.id, x.reference, x."registrationId", 'abandoned', x.steps, '{}', 0, x."createdAt"
     from jsonb_to_recordset($2::jsonb) as
       x(id uuid, reference text, "registrationId" uuid, steps jsonb, "createdAt" timestamptz)`,
    [db.tenantId, storableJson(launches)],
  );
  return rows.length;
}

/** Forgets what the inspector has kept since before then. Answers how much, a batch of each at most. */
export async function forgetRecords(db: TenantDb, before: Date): Promise<number> {
  let count = 0;
  for (const table of ['lti_launch', 'lti_service_call']) {
    const deleted = await db.query(
      `delete from ${table} where tenant_id = $1 and id in (
         select id from ${table} where tenant_id = $1 and created_at < $2 limit $3)`,
      [db.tenantId, before, BATCH],
    );
    count += deleted.count;
  }
  return count;
}
