import type { MappedField } from '../../core/people/connections/connection.ts';
import type { ProvisionedPerson } from '../../core/people/provisioning/provisioned-person.ts';
import type { SsoConnection } from '../connections/sso-connection.ts';
import { defaultMapping } from './default-mapping.ts';
import type { Told } from './told.ts';

const MAX_GROUPS = 200;

export interface ToldPerson {
  person: ProvisionedPerson;
  /** Empty unless the connection says which attribute has them. */
  groups: string[];
  /** Of the e-mail, in lower case. */
  domain: string | undefined;
}

/**
 * Who somebody is by the connection's mapping.
 * @param verifiedDomains those that the tenant has shown to be its own: for others nobody here can
 *   say whether the provider may speak
 */
export function personOf(
  connection: SsoConnection,
  told: Told,
  verifiedDomains: ReadonlySet<string>,
): ToldPerson {
  const { mapping, kind, settings } = connection;
  const valuesOf = (field: MappedField): string[] => {
    const own = mapping[field];
    if (own === null) return [];
    const names = own !== undefined ? [own] : field === 'groups' ? [] : defaultMapping[kind][field];
    return (
      names.map((name) => told.attributes.get(name) ?? []).find((list) => list.length > 0) ?? []
    );
  };
  const first = (field: MappedField) => valuesOf(field)[0] ?? null;
  const [givenName, familyName] = [first('givenName'), first('familyName')];
  const email = first('email') ?? told.email ?? null;
  const joined = [givenName, familyName].filter((part) => part !== null).join(' ');
  const domain = email === null ? undefined : domainOf(email);
  const isOurs = domain !== undefined && settings.domains.includes(domain);
  return {
    person: {
      subject: told.subject,
      externalId: first('externalId'),
      userName: first('userName'),
      emailVerified: isOurs && verifiedDomains.has(domain) && told.vouchesForEmail,
      active: true,
      details: {
        displayName: first('displayName') ?? (joined || (email ?? 'Unnamed')),
        ...{ givenName, familyName, email, locale: first('locale'), timeZone: first('timeZone') },
      },
    },
    groups: [...new Set(valuesOf('groups'))].slice(0, MAX_GROUPS),
    domain,
  };
}

/** Undefined for what is no address of one domain. */
export function domainOf(email: string): string | undefined {
  return /^[^\s@]+@([a-z0-9.-]+)$/i.exec(email)?.[1]?.toLowerCase();
}
