import type { Connection } from '../../core/people/connections/connection.ts';
import { findPeople, type Person } from '../../core/people/person.store.ts';
import {
  type ProvisionedDetails,
  storablePerson,
} from '../../core/people/provisioning/provisioned-person.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import type { TenantSchemas } from '../extensions/tenant-schemas.ts';
import { profileOf } from '../http/profile-of.ts';
import type { ScimDocument } from '../resource/document.ts';
import { readResource } from '../resource/read-resource.ts';
import { ScimError } from '../scim-error.ts';
import { personOfUser } from '../users/person-of-user.ts';
import { findUsers } from '../users/user.store.ts';

export interface MappingPreview {
  /** What the mapping makes of the User. */
  person: ProvisionedDetails & { userName: string | null; externalId: string | null };
  /** What is known of that person now; null for a User that is not there. */
  current: ProvisionedDetails | null;
}

/** What the connection makes of one User: of one that it has, or of one as a client would send it. */
export async function previewMapping(
  db: TenantDb,
  {
    connection,
    schemas,
    shown,
  }: {
    connection: Connection;
    schemas: TenantSchemas;
    shown: { userId: string } | { user: unknown };
  },
): Promise<MappingPreview> {
  const { doc, current } =
    'userId' in shown
      ? await knownUser(db, { connectionId: connection.id, id: shown.userId })
      : { doc: readUser(shown.user, { connection, schemas }), current: undefined };
  const schema = schemas.User;
  const told = personOfUser(doc, { id: '', active: true, connection, schema });
  const { details, userName, externalId } = storablePerson(told);
  return {
    person: { ...details, userName, externalId },
    current: current ? detailsOf(current) : null,
  };
}

async function knownUser(
  db: TenantDb,
  { connectionId, id }: { connectionId: string; id: string },
): Promise<{ doc: ScimDocument; current: Person | undefined }> {
  const user = (await findUsers(db, { connectionId, ids: [id] })).get(id);
  if (!user) {
    throw new Problem(404, 'not_found', { detail: 'The connection has no such User.' });
  }
  const people = await findPeople(db, [user.personId]);
  return { doc: user.doc, current: people.get(user.personId) };
}

function readUser(
  user: unknown,
  { connection, schemas }: { connection: Connection; schemas: TenantSchemas },
): ScimDocument {
  try {
    return readResource(user, { schema: schemas.User, profile: profileOf(connection) }).document;
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    const { message: detail } = error;
    throw new Problem(422, 'invalid', {
      detail: `The User cannot be read: ${detail}`,
      errors: [{ in: 'body', pointer: '/user', detail }],
    });
  }
}

function detailsOf({
  displayName,
  givenName,
  familyName,
  email,
  locale,
  timeZone,
}: Person): ProvisionedDetails {
  return { displayName, givenName, familyName, email, locale, timeZone };
}
