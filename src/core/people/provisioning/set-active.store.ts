import type { TenantDb } from '../../../platform/database/database.ts';
import type { Connection } from '../connections/connection.ts';

/** In the order of their ids, so that two that lock the same people wait for one another. */
export async function lockPeople(
  db: TenantDb,
  personIds: string[],
): Promise<{ id: string; active: boolean }[]> {
  const { rows } = await db.query<{ id: string; active: boolean }>(
    `select id, active from person where tenant_id = $1 and id = any ($2) order by id for update`,
    [db.tenantId, personIds],
  );
  return rows;
}

/** What the directory says, whether or not it decides. */
export async function writeIdentityActive(
  db: TenantDb,
  {
    connection,
    personIds,
    active,
  }: { connection: Connection; personIds: string[]; active: boolean },
): Promise<void> {
  await db.query(
    `update identity set active = $5
     where tenant_id = $1 and person_id = any ($2) and source = $3 and issuer = $4
       and active is distinct from $5`,
    [db.tenantId, personIds, connection.kind, connection.id, active],
  );
}

export async function deactivatePeople(
  db: TenantDb,
  { personIds, by }: { personIds: string[]; by: string },
): Promise<void> {
  await db.query(
    `update person set active = false, deactivated_by = $3, version = version + 1, updated_at = now()
     where tenant_id = $1 and id = any ($2)`,
    [db.tenantId, personIds, by],
  );
}

/** Whom no hand has deactivated and no directory has as inactive or deleted. */
export async function activatePeople(db: TenantDb, personIds: string[]): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `update person p set active = true, deactivated_by = null, version = p.version + 1,
       updated_at = now()
     where p.tenant_id = $1 and p.id = any ($2) and p.deactivated_by is not null
       and p.deleted_at is null
       and not exists (select from identity i
         where i.tenant_id = $1 and i.person_id = p.id and i.active = false)
     returning p.id`,
    [db.tenantId, personIds],
  );
  return rows.map(({ id }) => id);
}

/** Sessions, codes and links that act as these people; new ones may come when they are active. */
export async function endSessions(db: TenantDb, personIds: string[]): Promise<void> {
  await db.query(
    `update access_token set revoked_at = now()
     where tenant_id = $1 and person_id = any ($2) and revoked_at is null`,
    [db.tenantId, personIds],
  );
}
