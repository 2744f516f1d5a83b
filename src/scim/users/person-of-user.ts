import type { Connection, MappedField } from '../../core/people/connections/connection.ts';
import type { ProvisionedPerson } from '../../core/people/provisioning/provisioned-person.ts';
import type { ScimDocument } from '../resource/document.ts';
import type { ResourceSchema } from '../schemas/registry.ts';
import { mappedValue } from './mapped-value.ts';

/** Where a field comes from, where the connection's mapping does not say: the first that is there. */
const defaults: Record<Exclude<MappedField, 'groups'>, readonly string[]> = {
  displayName: ['displayName', 'name.formatted'],
  givenName: ['name.givenName'],
  familyName: ['name.familyName'],
  email: ['emails[primary eq true].value', 'emails[type eq "work"].value', 'emails.value'],
  locale: ['locale', 'preferredLanguage'],
  timeZone: ['timezone'],
  userName: ['userName'],
  externalId: ['externalId'],
};

/** The person that a User tells of, by the connection's mapping. */
export function personOfUser(
  document: ScimDocument,
  {
    id,
    active,
    connection,
    schema,
  }: {
    /** Of the User. */
    id: string;
    active: boolean;
    connection: Connection;
    schema: ResourceSchema;
  },
): ProvisionedPerson {
  function field(name: keyof typeof defaults): string | null {
    const path = connection.mapping[name];
    if (path === null) return null;
    for (const one of path === undefined ? defaults[name] : [path]) {
      const value = mappedValue(document, one, schema)?.trim();
      if (value) return value;
    }
    return null;
  }
  const [givenName, familyName, userName] = [
    field('givenName'),
    field('familyName'),
    field('userName'),
  ];
  const whole = [givenName, familyName].filter((part) => part !== null).join(' ');
  return {
    subject: id,
    externalId: field('externalId'),
    userName,
    // An organisation's directory speaks for the addresses of its people.
    emailVerified: true,
    active,
    details: {
      displayName: field('displayName') || whole || userName || 'Unnamed',
      ...{ givenName, familyName, email: field('email') },
      ...{ locale: field('locale'), timeZone: field('timeZone') },
    },
  };
}
