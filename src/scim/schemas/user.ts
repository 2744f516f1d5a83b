import { type Attribute, attribute, type SchemaDefinition } from './attribute.ts';

interface Plural {
  /** Characteristics of `value`. */
  value?: Partial<Attribute>;
  /** Canonical values of `type`. */
  types?: readonly string[];
}

/** A multi-valued attribute with the sub-attributes of RFC 7643 2.4. */
function plural(name: string, description: string, { value, types }: Plural = {}): Attribute {
  return attribute(name, description, {
    multiValued: true,
    subAttributes: [
      attribute('value', 'The value.', value),
      attribute('display', 'A name of the value for people.'),
      attribute('type', 'What the value is for.', types && { canonicalValues: types }),
      attribute('primary', 'Whether this value is the preferred one; at most one is.', {
        type: 'boolean',
      }),
    ],
  });
}

const name = attribute('name', 'The components of the name.', {
  subAttributes: [
    attribute('formatted', 'The whole name, as it is displayed.'),
    attribute('familyName', 'The family name.'),
    attribute('givenName', 'The given name.'),
    attribute('middleName', 'The middle names.'),
    attribute('honorificPrefix', 'Titles before the name.'),
    attribute('honorificSuffix', 'What follows the name, such as III.'),
  ],
});

const addresses = attribute('addresses', 'Postal addresses.', {
  multiValued: true,
  subAttributes: [
    attribute('formatted', 'The whole address, as it is displayed.'),
    attribute('streetAddress', 'Street, house, apartment.'),
    attribute('locality', 'The city.'),
    attribute('region', 'The state or region.'),
    attribute('postalCode', 'The postal code.'),
    attribute('country', 'The country, by ISO 3166-1 alpha-2.'),
    attribute('type', 'What the address is for.', { canonicalValues: ['work', 'home', 'other'] }),
    attribute('primary', 'Whether this address is the preferred one; at most one is.', {
      type: 'boolean',
    }),
  ],
});

const groups = attribute('groups', 'The groups the user is a member of; changed at the groups.', {
  multiValued: true,
  mutability: 'readOnly',
  subAttributes: [
    attribute('value', 'The id of the group.', { mutability: 'readOnly', caseExact: true }),
    attribute('$ref', 'The URI of the group.', {
      type: 'reference',
      referenceTypes: ['Group'],
      mutability: 'readOnly',
      caseExact: true,
    }),
    attribute('display', 'The name of the group.', { mutability: 'readOnly' }),
    attribute('type', 'Whether the user is a member itself or through another group.', {
      mutability: 'readOnly',
      canonicalValues: ['direct', 'indirect'],
    }),
  ],
});

/** RFC 7643 4.1. */
export const userSchema: SchemaDefinition = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:User',
  name: 'User',
  description: 'A person who learns or teaches.',
  attributes: [
    attribute('userName', 'The name the user signs in by; unique in the connection.', {
      required: true,
      uniqueness: 'server',
    }),
    name,
    attribute('displayName', 'The name as it is displayed.'),
    attribute('nickName', 'The casual name.'),
    attribute('profileUrl', 'A page about the user.', {
      type: 'reference',
      referenceTypes: ['external'],
      caseExact: true,
    }),
    attribute('title', 'The title in the organisation.'),
    attribute('userType', 'The relation to the organisation.'),
    attribute('preferredLanguage', 'Preferred languages, as in Accept-Language.'),
    attribute('locale', 'The locale for dates and numbers, such as en-US.'),
    attribute('timezone', 'The time zone, such as Europe/Berlin.'),
    attribute('active', 'Whether the user may sign in and learn.', { type: 'boolean' }),
    attribute('password', 'Accepted and never kept: people sign in by single sign-on.', {
      mutability: 'writeOnly',
      returned: 'never',
    }),
    plural('emails', 'E-mail addresses.', { types: ['work', 'home', 'other'] }),
    plural('phoneNumbers', 'Telephone numbers.', {
      types: ['work', 'home', 'mobile', 'fax', 'pager', 'other'],
    }),
    plural('ims', 'Instant messaging addresses.'),
    plural('photos', 'URLs of pictures.', {
      value: { type: 'reference', referenceTypes: ['external'], caseExact: true },
      types: ['photo', 'thumbnail'],
    }),
    addresses,
    groups,
    plural('entitlements', 'What the user may use.'),
    plural('roles', 'Roles of the user.'),
    plural('x509Certificates', 'Certificates, DER in base64.', {
      value: { type: 'binary', caseExact: true },
    }),
  ],
};
