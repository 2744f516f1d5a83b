import { Type } from 'typebox';
import { Id, Nullable, OneOf, Time } from '../../platform/http/shapes.ts';
import { type ProfileOverrides, profileNames } from '../profiles/platform-profile.ts';

const Text = Type.String({ minLength: 1, maxLength: 400, pattern: '^[^\\u0000]*$' });
const Url = Type.String({ pattern: '^https?://[^\\s\\u0000@]+$', maxLength: 2_000 });
const Origin = Type.String({
  pattern: '^https?://(\\*\\.)?[A-Za-z0-9.-]+(:[0-9]{1,5})?$',
  maxLength: 300,
});
/** Core 1.3, 5.3.3: case-sensitive, at most 255 ASCII characters. */
const PlatformDeploymentId = Type.String({
  minLength: 1,
  maxLength: 255,
  pattern: '^[\\x01-\\x7f]*$',
  description: "the platform's id of it",
});
const described = <S extends Type.TSchema>(schema: S, description: string): S => ({
  ...schema,
  description,
});

export const KeySet = OneOf(['shared', 'tenant'] as const);
export const Profile = OneOf(profileNames);

const Overrides = Type.Unsafe<ProfileOverrides>(
  Type.Partial(
    Type.Object({
      tokenAudience: Type.Union([OneOf(['token-endpoint', 'issuer'] as const), Url]),
      audienceStyle: OneOf(['string', 'array'] as const),
      throttleStatuses: Type.Array(Type.Integer({ minimum: 400, maximum: 599 }), { maxItems: 10 }),
      throttleHeader: Nullable(Type.String({ pattern: '^[A-Za-z0-9-]{1,100}$' })),
      timestampStepMs: Type.Integer({ minimum: 1, maximum: 60_000 }),
      parallelScores: Type.Integer({ minimum: 1, maximum: 32 }),
      linkHeaders: OneOf(['rfc8288', 'loose'] as const),
      storageFrame: Nullable(Type.String({ minLength: 1, maxLength: 100 })),
      missingSub: OneOf(['anonymous', 'refuse'] as const),
      frameAncestors: Type.Array(Origin, { maxItems: 20 }),
      needsFullyGraded: Type.Boolean(),
      readsCanvasSubmission: Type.Boolean(),
      comments: OneOf(['replace', 'pile-up'] as const),
      issuerIsShared: Type.Boolean(),
      clockToleranceS: Type.Integer({ minimum: 0, maximum: 600 }),
    }),
    { additionalProperties: false, description: 'what of the profile holds otherwise here' },
  ),
);

const named = {
  name: described(Text, 'for administrators'),
  authorizationEndpoint: described(Url, 'where logins go: "authentication request URL"'),
  tokenEndpoint: described(Url, 'where access tokens come from'),
  jwksUri: described(Url, "where the platform's public keys are"),
};

const settings = {
  profile: described(Profile, 'what the platform is; default: guessed from the issuer'),
  tokenAudience: described(Nullable(Url), '"aud" of token requests, where the platform names one'),
  overrides: Overrides,
  keySet: described(KeySet, 'by whose keys the hub signs; default `shared`'),
  isShared: Type.Boolean({
    description: 'whether other tenants of this hub may claim deployments of it',
  }),
  frameAncestors: Type.Array(Origin, {
    maxItems: 20,
    description: "origins beside the platform's own that show our pages in a frame",
  }),
};

const identity = {
  issuer: described(Text, '"iss" of its messages'),
  clientId: described(Text, 'that the platform gave this tool'),
};

export const LtiRegistration = Type.Object({
  id: Id,
  ...identity,
  ...named,
  ...settings,
  isEnabled: Type.Boolean({ description: 'false: logins are refused' }),
  origin: OneOf(['manual', 'dynamic', 'ltijs'] as const),
  scopes: Type.Array(Type.String(), { description: 'of services; empty: not known' }),
  version: Type.Integer(),
  createdAt: Time,
  updatedAt: Time,
  toolUrls: Type.Object(
    {
      login: Type.String({ description: '"initiate login URL"' }),
      launch: Type.String({ description: '"redirect URI" and "target link URI"' }),
      deepLink: Type.String({ description: '"content selection URL"' }),
      jwks: Type.String({ description: '"public keyset URL"' }),
      register: Type.String({ description: 'dynamic registration; needs an invitation' }),
    },
    { description: 'what to type into the platform' },
  ),
});

export const CreateLtiRegistration = Type.Object(
  {
    ...identity,
    ...named,
    ...Type.Partial(Type.Object(settings)).properties,
    deploymentIds: Type.Optional(
      Type.Array(PlatformDeploymentId, { maxItems: 200, uniqueItems: true }),
    ),
  },
  { additionalProperties: false },
);

/** What is left out stays. Issuer and client id are what it is: another one is another registration. */
export const UpdateLtiRegistration = Type.Partial(
  Type.Object({ ...named, ...settings, isEnabled: Type.Boolean() }),
  { additionalProperties: false },
);

export const LtiDeployment = Type.Object({
  id: Id,
  registrationId: Id,
  deploymentId: PlatformDeploymentId,
  name: Nullable(Type.String()),
  isEnabled: Type.Boolean({ description: 'false: launches are refused' }),
  platform: Nullable(
    Type.Object({
      guid: Type.Optional(Type.String()),
      name: Type.Optional(Type.String()),
      productFamilyCode: Type.Optional(Type.String()),
      version: Type.Optional(Type.String()),
    }),
  ),
  createdAt: Time,
  lastLaunchAt: Nullable(Time),
});

export const CreateLtiDeployment = Type.Object(
  { deploymentId: PlatformDeploymentId, name: Type.Optional(Nullable(Text)) },
  { additionalProperties: false },
);

export const UpdateLtiDeployment = Type.Partial(
  Type.Object({ name: Nullable(Text), isEnabled: Type.Boolean() }),
  { additionalProperties: false },
);
