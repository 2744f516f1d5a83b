import { storableText } from '../../../platform/storable-json.ts';
import type { PersonDetails } from '../person.store.ts';
import { isTimeZone } from '../person.ts';

/** What a source tells of who somebody is; what it does not tell is null. */
export type ProvisionedDetails = Pick<
  PersonDetails,
  'displayName' | 'givenName' | 'familyName' | 'email' | 'locale' | 'timeZone'
>;

/** A person as a connection tells of them. */
export interface ProvisionedPerson {
  /** What the connection knows them by, for good: unique within it. */
  subject: string;
  externalId?: string | null;
  userName?: string | null;
  /** Whether the source has verified the e-mail, or owns its domain. Default: false. */
  emailVerified?: boolean;
  /** Of somebody new; of others `setActive` changes it. */
  active: boolean;
  details: ProvisionedDetails;
}

const MAX_NAME = 400;
const MAX_ID = 1000;

/** As it can be kept: a directory's odd value costs no more than itself. */
export function storablePerson(person: ProvisionedPerson): Required<ProvisionedPerson> {
  const { displayName, givenName, familyName, email, locale, timeZone } = person.details;
  return {
    subject: storableText(person.subject),
    externalId: textOf(person.externalId, MAX_ID),
    // Compared without case, as RFC 7643 4.1.1 has user names.
    userName: textOf(person.userName, MAX_ID)?.normalize('NFC').toLowerCase() ?? null,
    emailVerified: person.emailVerified ?? false,
    active: person.active,
    details: {
      displayName: textOf(displayName, MAX_NAME) ?? 'Unnamed',
      givenName: textOf(givenName, MAX_NAME),
      familyName: textOf(familyName, MAX_NAME),
      email: /^[^\s@]{1,200}@[^\s@]{1,119}$/.test(email ?? '') ? textOf(email, 320) : null,
      locale: localeOf(locale),
      timeZone: timeZone && isTimeZone(timeZone) ? timeZone : null,
    },
  };
}

function textOf(value: string | null | undefined, longest: number): string | null {
  return (
    storableText(value ?? '')
      .trim()
      .slice(0, longest) || null
  );
}

/** BCP 47; many write `en_US`. */
function localeOf(value: string | null): string | null {
  const tag = value?.replaceAll('_', '-') ?? '';
  return tag.length <= 35 && /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(tag) ? tag : null;
}
