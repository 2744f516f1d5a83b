import type { TenantDb } from '../../../platform/database/database.ts';
import type { Connection } from '../connections/connection.ts';

export async function deleteIdentity(
  db: TenantDb,
  { connection, personId }: { connection: Connection; personId: string },
): Promise<void> {
  await db.query(
    `update identity set active = false, deleted_at = now()
     where tenant_id = $1 and person_id = $2 and source = $3 and issuer = $4
       and deleted_at is null`,
    [db.tenantId, personId, connection.kind, connection.id],
  );
}

/** False where a learning platform or another directory still has the person, or nobody had. */
export async function markDeleted(db: TenantDb, personId: string): Promise<boolean> {
  const { count } = await db.query(
    `update person set deleted_at = now() where tenant_id = $1 and id = $2 and deleted_at is null
       and not exists (select from identity i
         where i.tenant_id = $1 and i.person_id = $2 and i.deleted_at is null
           and i.source in ('lti', 'scim', 'ldap'))`,
    [db.tenantId, personId],
  );
  return count > 0;
}

/** People whose window is over, at most `limit`, held for this transaction alone. */
export async function takeDeparted(db: TenantDb, limit: number): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select p.id from person p
     where p.tenant_id = $1 and p.deleted_at is not null and not p.active
       and p.deleted_at <= now() - interval '1 day' * coalesce((
         select max(c.deletion_days) from identity i join connection c
           on c.tenant_id = $1 and c.kind = i.source and c.id::text = i.issuer
         where i.tenant_id = $1 and i.person_id = p.id and i.deleted_at is not null), 0)
     order by p.id limit $2 for update of p skip locked`,
    [db.tenantId, limit],
  );
  return rows.map(({ id }) => id);
}

/** Identities in directories that have deleted them, where others still know the person. */
export async function forgetIdentities(db: TenantDb): Promise<void> {
  await db.query(
    `delete from identity i using connection c
     where i.tenant_id = $1 and i.deleted_at is not null
       and c.tenant_id = $1 and c.kind = i.source and c.id::text = i.issuer
       and i.deleted_at <= now() - interval '1 day' * c.deletion_days
       and exists (select from person p
         where p.tenant_id = $1 and p.id = i.person_id and p.deleted_at is null)`,
    [db.tenantId],
  );
}
