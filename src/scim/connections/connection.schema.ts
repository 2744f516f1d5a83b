import { type Static, Type } from 'typebox';
import { linkingRules, mappedFields } from '../../core/people/connections/connection.ts';
import { Id, Nullable, OneOf, Time } from '../../platform/http/shapes.ts';
import { scimScopes } from '../tokens/scim-token.store.ts';

const clientProfiles = ['entra', 'okta', 'onelogin', 'jumpcloud', 'google', 'generic'] as const;

const Name = Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000]*$' });
const Path = Nullable(Type.String({ minLength: 1, maxLength: 300, pattern: '^[^\\u0000]*$' }));

/** Groups of SCIM are resources of their own: no attribute of a User names them. */
const fields = mappedFields.filter((field) => field !== 'groups');

const Mapping = Type.Partial(
  Type.Object(Object.fromEntries(fields.map((field) => [field, Path]))),
  {
    additionalProperties: false,
    description:
      'fields of a person to paths of a User, such as `emails[type eq "work"].value`; left out: as usual; null: not taken',
  },
);

const Guard = Type.Object(
  {
    count: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
    percent: Type.Integer({ minimum: 0, maximum: 100 }),
  },
  {
    additionalProperties: false,
    description:
      'how many people of the connection may be deactivated or deleted within an hour: whichever is less; five may always as far as the percentage goes. More are held until somebody decides',
  },
);

const changeable = {
  name: Name,
  profile: { ...OneOf(clientProfiles), description: 'which client calls' },
  linking: {
    ...OneOf(linkingRules),
    description: 'by what people whom another source made are recognised; default `none`',
  },
  mapping: Mapping,
  guard: Guard,
  deletionDays: Type.Integer({
    minimum: 0,
    maximum: 365,
    description: 'between a deletion and when we forget who it was; default 30',
  }),
  enabled: Type.Boolean({ description: 'whether its tokens open anything' }),
};

export const ScimConnection = Type.Object({
  id: Id,
  ...changeable,
  baseUrl: Type.String({ description: 'what the client is given as tenant URL' }),
  tokenUrl: Type.String({ description: 'where OAuth 2.0 clients fetch their tokens' }),
  version: Type.Integer(),
  createdAt: Time,
  updatedAt: Time,
});

const tokenOptions = {
  scopes: Type.Optional(
    Type.Array(OneOf(scimScopes), {
      minItems: 1,
      uniqueItems: true,
      description: 'default: read and write',
    }),
  ),
  expiresAt: Type.Optional({ ...Nullable(Time), description: 'default: never' }),
};

const { name, profile, ...optional } = changeable;
export const CreateScimConnection = Type.Object(
  {
    name,
    profile,
    ...Type.Partial(Type.Object(optional)).properties,
    token: Type.Optional(Type.Object(tokenOptions, { additionalProperties: false })),
  },
  { additionalProperties: false },
);

export const NewScimConnection = Type.Object({
  ...ScimConnection.properties,
  token: Type.String({ description: 'shown here only' }),
});

/** What is left out stays. */
export const UpdateScimConnection = Type.Partial(Type.Object(changeable), {
  additionalProperties: false,
});

const credential = {
  id: Id,
  prefix: Type.String({ description: 'its first characters, to tell it by' }),
  scopes: Type.Array(OneOf(scimScopes)),
  createdAt: Time,
  expiresAt: Nullable(Time),
  revokedAt: Nullable(Time),
  lastUsedAt: Nullable(Time),
};

export const ScimToken = Type.Object(credential);
export const CreateScimToken = Type.Object(tokenOptions, { additionalProperties: false });
export type CreateScimToken = Static<typeof CreateScimToken>;
export const NewScimToken = Type.Object({
  ...credential,
  token: Type.String({ description: 'shown here only' }),
});

const TokenMinutes = Type.Integer({
  minimum: 60,
  maximum: 360,
  description: 'how long a token that it fetches lives; default 60',
});
export const ScimClient = Type.Object({ ...credential, tokenMinutes: TokenMinutes });
export const CreateScimClient = Type.Object(
  { ...tokenOptions, tokenMinutes: Type.Optional(TokenMinutes) },
  { additionalProperties: false },
);
export const NewScimClient = Type.Object({
  ...ScimClient.properties,
  clientSecret: Type.String({ description: 'shown here only; the id is the `client_id`' }),
});
