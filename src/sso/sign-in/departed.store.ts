import type { TenantDb } from '../../platform/database/database.ts';

interface Names {
  email: string | null;
  externalId: string | null;
  userName: string | null;
}

/** Whether somebody who is deactivated or deleted goes by one of these, and nobody active does. */
export async function isDepartedAddress(
  db: TenantDb,
  { email, externalId, userName }: Names,
): Promise<boolean> {
  const { rows } = await db.query<{ departed: boolean }>(
    `select coalesce(bool_and(not p.active), false) as departed from person p
     where p.tenant_id = $1 and p.id in (
       select p.id from person p where p.tenant_id = $1 and lower(p.email) = lower($2)
       union
       select i.person_id from identity i
       where i.tenant_id = $1 and (i.external_id = $3 or i.user_name = $4))`,
    [db.tenantId, email, externalId, userName],
  );
  return rows[0]?.departed ?? false;
}
