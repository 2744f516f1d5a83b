import type { TenantDb } from '../../platform/database/database.ts';
import type { Role } from '../../platform/tenancy/scopes.ts';

export interface RoleGrant {
  id: string;
  personId: string;
  role: Role;
  /** Null: in the whole tenant. */
  institutionId: string | null;
  createdAt: Date;
}

const GRANT = `id, person_id as "personId", role, institution_id as "institutionId", created_at as "createdAt"`;

export async function listRoleGrants(db: TenantDb, personId: string): Promise<RoleGrant[]> {
  const { rows } = await db.query<RoleGrant & Record<string, unknown>>(
    `select ${GRANT} from role_grant where tenant_id = $1 and person_id = $2 order by id`,
    [db.tenantId, personId],
  );
  return rows;
}

/**
 * By hand: the same grant again stays as it was, and one that a group's rule gave stays from now on
 * without it. The person must be there.
 */
export async function insertRoleGrant(
  db: TenantDb,
  grant: Omit<RoleGrant, 'createdAt'>,
): Promise<RoleGrant> {
  const { rows } = await db.query<RoleGrant & Record<string, unknown>>(
    `insert into role_grant (tenant_id, id, person_id, role, institution_id)
     values ($1, $2, $3, $4, $5)
     on conflict (tenant_id, person_id, role, institution_id) do update set by_rule = false
     returning ${GRANT}`,
    [db.tenantId, grant.id, grant.personId, grant.role, grant.institutionId],
  );
  const [row] = rows;
  if (!row) throw new Error('an upsert returned no row');
  return row;
}

/** The grant that is gone; nothing where there was none. */
export async function deleteRoleGrant(
  db: TenantDb,
  { id, personId }: { id: string; personId: string },
): Promise<RoleGrant | undefined> {
  const { rows } = await db.query<RoleGrant & Record<string, unknown>>(
    `delete from role_grant where tenant_id = $1 and id = $2 and person_id = $3 returning ${GRANT}`,
    [db.tenantId, id, personId],
  );
  return rows[0];
}
