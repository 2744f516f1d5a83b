import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';

/** The person behind a new tenant's first admin key. */
export async function insertAdmin(db: TenantDb): Promise<string> {
  const personId = uuidv7();
  await db.query(
    `insert into person (tenant_id, id, display_name) values ($1, $2, 'Administrator')`,
    [db.tenantId, personId],
  );
  await db.query(
    `insert into role_grant (tenant_id, id, person_id, role) values ($1, $2, $3, 'admin')`,
    [db.tenantId, uuidv7(), personId],
  );
  return personId;
}

/** The tenant's first administrator that may act; undefined when none is left. */
export async function findAdmin(db: TenantDb): Promise<string | undefined> {
  const { rows } = await db.query<{ personId: string }>(
    `select g.person_id as "personId" from role_grant g
     join person p on p.tenant_id = $1 and p.id = g.person_id
     where g.tenant_id = $1 and g.role = 'admin' and p.active
     order by g.created_at, g.id limit 1`,
    [db.tenantId],
  );
  return rows[0]?.personId;
}
