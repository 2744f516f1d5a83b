import { listRoleGrants } from '../../core/people/role-grant.store.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { type Role, roles } from '../../platform/tenancy/scopes.ts';

/** The highest role that somebody has in the whole tenant; `user` where nobody gave them one. */
export async function roleOf(db: TenantDb, personId: string): Promise<Role> {
  const grants = await listRoleGrants(db, personId);
  const held = new Set(grants.flatMap((grant) => (grant.institutionId ? [] : grant.role)));
  return roles.find((role) => held.has(role)) ?? 'user';
}
