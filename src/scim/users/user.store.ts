import type { TenantDb } from '../../platform/database/database.ts';
import { storableJson } from '../../platform/storable-json.ts';
import type { ScimDocument } from '../resource/document.ts';

/** A User as a connection has it. */
export interface UserRow {
  id: string;
  personId: string;
  active: boolean;
  doc: ScimDocument;
  version: number;
  createdAt: Date;
  modifiedAt: Date;
}

const USER = `u.id, u.person_id as "personId", u.active, u.doc, u.version,
  u.created_at as "createdAt", u.modified_at as "modifiedAt"`;

/** What of a document has columns of its own. */
export interface UserColumns {
  userNameCi: string;
  displayNameCi: string | null;
  externalId: string | null;
  active: boolean;
  doc: ScimDocument;
  docCi: ScimDocument;
}

/**
 * Those of the ids that the connection has. Which one it is, is no reason to choose an index by, for the
 * planner takes any connection for a small one.
 */
export async function findUsers(
  db: TenantDb,
  { connectionId, ids }: { connectionId: string; ids: string[] },
): Promise<Map<string, UserRow>> {
  const { rows } = await db.query<UserRow>(
    `select ${USER} from scim_user u
     where u.tenant_id = $1 and (u.connection_id = $2) is true and u.id = any ($3)`,
    [db.tenantId, connectionId, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Held against other changes until the end of the transaction. */
export async function lockUser(
  db: TenantDb,
  { connectionId, id }: { connectionId: string; id: string },
): Promise<UserRow | undefined> {
  const { rows } = await db.query<UserRow>(
    `select ${USER} from scim_user u
     where u.tenant_id = $1 and u.id = $2 and (u.connection_id = $3) is true for no key update`,
    [db.tenantId, id, connectionId],
    'kept',
  );
  return rows[0];
}

/** The Users of a person, the oldest first. */
export async function findUsersOfPerson(
  db: TenantDb,
  personId: string,
): Promise<(UserRow & { connectionId: string })[]> {
  const { rows } = await db.query<UserRow & { connectionId: string }>(
    `select ${USER}, u.connection_id as "connectionId" from scim_user u
     where u.tenant_id = $1 and u.person_id = $2 order by u.id`,
    [db.tenantId, personId],
  );
  return rows;
}

export interface NewUser extends UserColumns {
  id: string;
  connectionId: string;
  personId: string;
  at: Date;
}

/** Fails the transaction (23505) where the connection has the user name. */
export async function insertUser(db: TenantDb, user: NewUser): Promise<void> {
  await db.query(
    `insert into scim_user (tenant_id, id, connection_id, person_id, user_name_ci, display_name_ci,
       external_id, active, doc, doc_ci, created_at, modified_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)`,
    [
      ...[db.tenantId, user.id, user.connectionId, user.personId],
      ...[user.userNameCi, user.displayNameCi, user.externalId, user.active],
      ...[storableJson(user.doc), storableJson(user.docCi), user.at],
    ],
    'kept',
  );
}

/** Writes the next version. Fails the transaction (23505) where another has the user name. */
export async function updateUser(
  db: TenantDb,
  user: UserColumns & { id: string; at: Date },
): Promise<void> {
  await db.query(
    `update scim_user set user_name_ci = $3, display_name_ci = $4, external_id = $5, active = $6,
       doc = $7, doc_ci = $8, version = version + 1, modified_at = $9
     where tenant_id = $1 and id = $2`,
    [
      ...[db.tenantId, user.id, user.userNameCi, user.displayNameCi, user.externalId, user.active],
      ...[storableJson(user.doc), storableJson(user.docCi), user.at],
    ],
    'kept',
  );
}

export async function deleteUserRow(db: TenantDb, id: string): Promise<void> {
  await db.query('delete from scim_user where tenant_id = $1 and id = $2', [db.tenantId, id]);
}
