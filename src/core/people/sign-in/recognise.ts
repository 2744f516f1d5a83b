import type { TenantDb } from '../../../platform/database/database.ts';
import type { Connection } from '../connections/connection.ts';
import { findIdentity } from '../identity.store.ts';
import { findLinks } from '../provisioning/link-people.ts';
import { type ProvisionedPerson, storablePerson } from '../provisioning/provisioned-person.ts';
import { areDepartedNames } from './departed-names.store.ts';

/** Whether the connection knows them by their subject, or recognises them by its linking rule. */
export async function isRecognised(
  db: TenantDb,
  connection: Connection,
  person: ProvisionedPerson,
): Promise<boolean> {
  const { kind: source, id: issuer } = connection;
  if (await findIdentity(db, { source, issuer, subject: person.subject })) return true;
  return (await findLinks(db, connection, [storablePerson(person)])).size > 0;
}

/** Whether they go by what somebody who left goes by: such a stranger is nobody new. */
export async function isDeparted(db: TenantDb, person: ProvisionedPerson): Promise<boolean> {
  const { details, externalId, userName } = storablePerson(person);
  return areDepartedNames(db, { email: details.email, externalId, userName });
}
