import type { MappedField } from '../../core/people/connections/connection.ts';

const claims = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';
const microsoft = 'http://schemas.microsoft.com/identity/claims';

type Candidates = Record<Exclude<MappedField, 'groups'>, readonly string[]>;

/**
 * What providers call a field where the connection does not say; the first that is there counts.
 * Groups are missing on purpose: roles come from them, so somebody has to name the attribute.
 */
const saml: Candidates = {
  displayName: [
    `${microsoft}/displayname`,
    'urn:oid:2.16.840.1.113730.3.1.241',
    'displayName',
    'urn:oid:2.5.4.3',
    'cn',
  ],
  givenName: [`${claims}/givenname`, 'urn:oid:2.5.4.42', 'givenName', 'firstName'],
  familyName: [`${claims}/surname`, 'urn:oid:2.5.4.4', 'sn', 'surname', 'lastName'],
  email: [`${claims}/emailaddress`, 'urn:oid:0.9.2342.19200300.100.1.3', 'email', 'mail'],
  locale: ['urn:oid:2.16.840.1.113730.3.1.39', 'preferredLanguage', 'locale'],
  timeZone: ['zoneinfo', 'timeZone'],
  userName: [
    'urn:oid:1.3.6.1.4.1.5923.1.1.1.6',
    'urn:oid:0.9.2342.19200300.100.1.1',
    `${claims}/name`,
    'userName',
    'uid',
  ],
  externalId: [`${microsoft}/objectidentifier`, 'externalId'],
};

/** OpenID Connect Core 5.1; `oid` is Entra's. */
const oidc: Candidates = {
  displayName: ['name'],
  givenName: ['given_name'],
  familyName: ['family_name'],
  email: ['email'],
  locale: ['locale'],
  timeZone: ['zoneinfo'],
  userName: ['preferred_username'],
  externalId: ['oid'],
};

export const defaultMapping = { saml, oidc };
