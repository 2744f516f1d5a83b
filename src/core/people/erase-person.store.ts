import type { TenantDb } from '../../platform/database/database.ts';
import { allowErasing } from '../../platform/tenancy/whole/tenant-tables.store.ts';
import { deletePersonRow } from './person.store.ts';

/** What tells who somebody is: the person, how the outside knows them, their keys, and in events. */
export async function erasePersonDetails(db: TenantDb, personId: string): Promise<void> {
  const values = [db.tenantId, personId];
  await Promise.all([
    deletePersonRow(db, personId),
    db.query('delete from access_token where tenant_id = $1 and person_id = $2', values),
    db.query('delete from api_key where tenant_id = $1 and person_id = $2', values),
    db.query('delete from provisioning_log where tenant_id = $1 and person_id = $2', values),
    db.query(
      `update outbox_event set payload = payload - 'displayName' - 'email'
       where tenant_id = $1 and type = 'person.provisioned' and subject = $2`,
      values,
    ),
  ]);
}

const studyTables = [
  'attempt',
  'review_log',
  'memory_state',
  'prompt_mark',
  'scheduler_profile',
  'study_session',
];

/** Everything that a person learnt; their assignments go with the person. */
export async function deleteStudyOf(db: TenantDb, personId: string): Promise<void> {
  await allowErasing(db);
  for (const table of studyTables) {
    await db.query(`delete from ${table} where tenant_id = $1 and person_id = $2`, [
      db.tenantId,
      personId,
    ]);
  }
  await db.query(`delete from outbox_event where tenant_id = $1 and payload ->> 'personId' = $2`, [
    db.tenantId,
    personId,
  ]);
}
