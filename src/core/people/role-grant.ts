import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { DomainError } from '../domain-error.ts';
import { getPerson } from './person.ts';
import type { CreateRoleGrant } from './role-grant.schema.ts';
import { deleteRoleGrant, insertRoleGrant, type RoleGrant } from './role-grant.store.ts';

/** The same role again changes nothing. @throws DomainError `not_found` for the person */
export async function grantRole(
  db: TenantDb,
  { personId, input }: { personId: string; input: CreateRoleGrant },
): Promise<RoleGrant> {
  await getPerson(db, personId);
  const { role, institutionId = null } = input;
  return insertRoleGrant(db, { id: uuidv7(), personId, role, institutionId });
}

/** @throws DomainError `not_found` */
export async function revokeRole(
  db: TenantDb,
  grant: { id: string; personId: string },
): Promise<RoleGrant> {
  const revoked = await deleteRoleGrant(db, grant);
  if (!revoked) throw new DomainError('not_found', `there is no such role of ${grant.personId}`);
  return revoked;
}
