import { type Static, Type } from 'typebox';
import { linkingRules, mappedFields } from '../../core/people/connections/connection.ts';
import { Id, Nullable, OneOf, Time } from '../../platform/http/shapes.ts';
import { directoryProfiles } from './directory-settings.ts';

const described = <S extends Type.TSchema>(schema: S, description: string): S => ({
  ...schema,
  description,
});
const Text = Type.String({ minLength: 1, maxLength: 400, pattern: '^[^\\u0000]*$' });
const Dn = Type.String({ minLength: 1, maxLength: 2_000, pattern: '^[^\\u0000]*=[^\\u0000]*$' });
const LdapFilter = Type.String({ minLength: 3, maxLength: 4_000, pattern: '^[^\\u0000]*$' });
/** RFC 4512 1.4; what holds passwords may neither be shown nor searched. */
const Attribute = Type.String({
  maxLength: 100,
  pattern: '^(?!.*([Pp][Aa][Ss][Ss]|[Pp][Ww][Dd]|[Kk]ey$))[A-Za-z0-9][A-Za-z0-9.-]*$',
});

const settings = {
  linking: described(
    OneOf(linkingRules),
    'by what people are recognised whom another source made; default `none`',
  ),
  mapping: Type.Partial(
    Type.Object(Object.fromEntries(mappedFields.map((field) => [field, Nullable(Attribute)]))),
    {
      additionalProperties: false,
      description: "attribute of each field; left out: the profile's; null: not taken",
    },
  ),
  guard: Type.Object(
    {
      count: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
      percent: Type.Number({ minimum: 0, maximum: 100 }),
    },
    {
      additionalProperties: false,
      description:
        'how many people may leave within an hour, whichever is less; more are held until somebody decides; default 100 and 10',
    },
  ),
  enabled: Type.Boolean({ description: 'false: nobody signs in, and nothing is applied' }),
  startTls: Type.Boolean({
    description:
      'with ldap://; default true. false sends passwords readable, and only to hosts of OUTBOUND_ALLOW',
  }),
  caCertificates: described(
    Nullable(Type.String({ maxLength: 100_000 })),
    'PEM of the authority that signs the certificate of the server; null: the public ones',
  ),
  userFilter: described(Nullable(LdapFilter), "who is a person, RFC 4515; null: the profile's"),
  groups: described(
    Nullable(
      Type.Object({ baseDn: Dn, filter: Nullable(LdapFilter) }, { additionalProperties: false }),
    ),
    'which groups are taken over, nested ones with those within; null: none',
  ),
  loginAttributes: described(
    Nullable(Type.Array(Attribute, { minItems: 1, maxItems: 5, uniqueItems: true })),
    "by what somebody is found who signs in; null: the profile's",
  ),
  login: Type.Boolean({
    description: 'whether people sign in with their password of the directory',
  }),
  emailsAreVerified: Type.Boolean({
    description: 'only administrators write e-mails there, so `linking` may go by them',
  }),
  syncMinutes: described(
    Nullable(Type.Integer({ minimum: 5, maximum: 10_080 })),
    'time between syncs, once the first was applied by hand; null: only by hand; default 60',
  ),
  fullSyncHours: Type.Integer({
    minimum: 1,
    maximum: 720,
    description: 'after which time a sync reads everybody, and so sees who is gone; default 24',
  }),
};

const required = {
  name: described(Text, 'for administrators'),
  profile: OneOf(directoryProfiles),
  url: described(
    Type.String({ maxLength: 300, pattern: '^[Ll][Dd][Aa][Pp][Ss]?://[^\\s/@]+/?$' }),
    '`ldaps://host[:port]`, or `ldap://host[:port]` for StartTLS',
  ),
  bindDn: described(
    Text,
    'account that may read people and groups; of Active Directory also `user@domain`',
  ),
  baseDn: described(Dn, 'below it are the people'),
};

const bindPassword = Type.String({
  minLength: 1,
  maxLength: 1_000,
  description: 'of the account; encrypted at rest, and never shown',
});

export const DirectoryConnectionBody = Type.Object({
  id: Id,
  ...required,
  ...settings,
  loginUrl: Type.String({ description: 'page to sign in, where `login` is on' }),
  syncedAt: Nullable(Time),
  fullSyncedAt: Nullable(Time),
  nextSyncAt: described(Nullable(Time), 'null: only by hand, or until the first was applied'),
  version: Type.Integer(),
  createdAt: Time,
  updatedAt: Time,
});

export const CreateDirectoryConnection = Type.Object(
  {
    ...required,
    bindPassword,
    ...Type.Partial(Type.Object(settings)).properties,
  },
  { additionalProperties: false },
);
export type CreateDirectoryConnection = Static<typeof CreateDirectoryConnection>;

/** What is left out stays. */
export const UpdateDirectoryConnection = Type.Partial(
  Type.Object({ ...required, ...settings, bindPassword }),
  { additionalProperties: false },
);
export type UpdateDirectoryConnection = Static<typeof UpdateDirectoryConnection>;

export const TestDirectoryConnection = Type.Object(
  {
    user: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 256,
        description: 'whose mapping is shown, by what they sign in with; default: the first few',
      }),
    ),
  },
  { additionalProperties: false },
);

export const DirectoryTest = Type.Object({
  ok: Type.Boolean(),
  steps: Type.Array(
    Type.Object({
      step: OneOf(['connect', 'bind', 'server', 'people', 'groups'] as const),
      ok: Type.Boolean(),
      detail: Type.String({ description: 'for people; what to do where it failed' }),
    }),
  ),
  preview: Type.Array(
    Type.Object({
      dn: Type.String(),
      subject: Type.String({ description: 'by which the directory knows them for good' }),
      active: Type.Boolean(),
      userName: Nullable(Type.String()),
      externalId: Nullable(Type.String()),
      displayName: Nullable(Type.String()),
      givenName: Nullable(Type.String()),
      familyName: Nullable(Type.String()),
      email: Nullable(Type.String()),
      locale: Nullable(Type.String()),
      timeZone: Nullable(Type.String()),
    }),
    { description: 'people as they would be taken over' },
  ),
});
