import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { DomainError } from '../domain-error.ts';
import type { CreateGroup, UpdateGroup } from './group.schema.ts';
import {
  deleteAllMemberships,
  deleteGroupRow,
  deleteMembership,
  findGroup,
  type Group,
  insertGroup,
  insertMemberships,
  lockGroup,
  updateGroupRow,
} from './group.store.ts';
import { findPeople } from './person.store.ts';
import { withdrawRoles } from './rules/apply-rules.store.ts';

/** @throws DomainError `not_found` */
export async function getGroup(db: TenantDb, id: string): Promise<Group> {
  return (await findGroup(db, id)) ?? missing(id);
}

/** @throws DomainError `conflict` for an external id that the source has already */
export async function createGroup(
  db: TenantDb,
  { input, source }: { input: CreateGroup; source: string },
): Promise<Group> {
  const { name, externalId = null } = input;
  const id = uuidv7();
  if (!(await insertGroup(db, { id, name, externalId, source }))) taken(externalId);
  return getGroup(db, id);
}

/** @throws DomainError `not_found`, `version_mismatch`, `conflict` */
export async function updateGroup(
  db: TenantDb,
  { id, version, changes }: { id: string; version?: number | undefined; changes: UpdateGroup },
): Promise<Group> {
  const next = { ...(await requireGroup(db, id, version)), ...changes };
  if (!(await updateGroupRow(db, next))) taken(next.externalId);
  return getGroup(db, id);
}

/**
 * Deletes a group; the people in it stay, without the roles that they had by it.
 * @throws DomainError `not_found`, `version_mismatch`
 */
export async function deleteGroup(
  db: TenantDb,
  { id, version }: { id: string; version?: number | undefined },
): Promise<void> {
  await requireGroup(db, id, version);
  const personIds = await deleteAllMemberships(db, id);
  await deleteGroupRow(db, id);
  if (personIds.length > 0) await withdrawRoles(db, { personIds });
}

/** Adds members; who is one already stays one. @throws DomainError `not_found` */
export async function addMembers(
  db: TenantDb,
  { groupId, personIds }: { groupId: string; personIds: string[] },
): Promise<Group> {
  const [, people] = await Promise.all([getGroup(db, groupId), findPeople(db, personIds)]);
  const at = personIds.findIndex((id) => !people.has(id));
  if (at >= 0) {
    throw new DomainError('not_found', `there is no person ${personIds[at]}`, `/personIds/${at}`);
  }
  await insertMemberships(db, { groupId, personIds });
  return getGroup(db, groupId);
}

/** Takes a person out of a group, and the roles that they had by it. @throws DomainError `not_found` */
export async function removeMember(
  db: TenantDb,
  membership: { groupId: string; personId: string },
): Promise<void> {
  if (!(await deleteMembership(db, membership))) {
    throw new DomainError('not_found', `${membership.personId} is not a member of this group`);
  }
  await withdrawRoles(db, { personIds: [membership.personId] });
}

async function requireGroup(db: TenantDb, id: string, version: number | undefined): Promise<Group> {
  const group = (await lockGroup(db, id)) ?? missing(id);
  if (version !== undefined && version !== group.version) {
    throw new DomainError(
      'version_mismatch',
      `the group has changed: it is at version ${group.version}`,
    );
  }
  return group;
}

function missing(id: string): never {
  throw new DomainError('not_found', `there is no group ${id}`);
}

function taken(externalId: string | null): never {
  throw new DomainError(
    'conflict',
    `there is a group with the external id "${externalId}"`,
    '/externalId',
  );
}
