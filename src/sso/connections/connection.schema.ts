import { Type } from 'typebox';
import { linkingRules, mappedFields } from '../../core/people/connections/connection.ts';
import { Id, Nullable, OneOf, Time } from '../../platform/http/shapes.ts';

const Text = Type.String({ minLength: 1, maxLength: 400, pattern: '^[^\\u0000]*$' });
const Url = Type.String({ pattern: '^https?://[^\\s\\u0000@]+$', maxLength: 2_000 });
const DomainName = Type.String({
  pattern: '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$',
  maxLength: 253,
});
const Name = Type.String({ minLength: 1, maxLength: 300, pattern: '^[^\\u0000]*$' });

export const ssoProfiles = ['entra', 'okta', 'google', 'keycloak', 'adfs', 'generic'] as const;
export type SsoProfile = (typeof ssoProfiles)[number];

const described = <S extends Type.TSchema>(schema: S, description: string): S => ({
  ...schema,
  description,
});

const SignIn = Type.Object({
  jit: described(
    OneOf(['create', 'known'] as const),
    '`create`: whoever the provider signs in; `known`: only people whom the hub knows already',
  ),
  domains: Type.Array(DomainName, {
    maxItems: 100,
    uniqueItems: true,
    description:
      'of e-mails; they count as verified once `/v1/sso/domains` has verified the domain',
  }),
  onlyDomains: Type.Boolean({ description: 'whether people of other domains are refused' }),
  sessionMinutes: Type.Integer({ minimum: 5, maximum: 1_440, description: 'default 480' }),
  subject: described(
    Nullable(Name),
    'attribute or claim that says who somebody is; null: NameID, or `sub`',
  ),
});

const samlFields = {
  idpEntityId: described(Text, 'entity ID of the provider'),
  ssoUrl: Url,
  ssoBinding: OneOf(['redirect', 'post'] as const),
  sloUrl: described(Nullable(Url), 'single logout by redirect'),
  sloResponseUrl: Nullable(Url),
  certificates: Type.Array(Type.String({ minLength: 100, maxLength: 8_000 }), {
    maxItems: 10,
    description: 'of the provider, PEM or base64; any of them may sign',
  }),
  signed: described(
    OneOf(['either', 'assertion', 'response', 'both'] as const),
    'what has to be signed; default `either`',
  ),
  signRequests: Type.Boolean({ description: 'default true' }),
  allowIdpInitiated: Type.Boolean({
    description: 'whether people may begin at the provider; default false',
  }),
  nameIdFormat: Nullable(Text),
  metadataUrl: described(Nullable(Url), 'read at once and again each day'),
};

const SamlSettings = Type.Object({ ...samlFields, metadataAt: Nullable(Time) });

const oidcFields = {
  issuer: described(Url, 'its `/.well-known/openid-configuration` is read'),
  clientId: Text,
  scopes: Type.Array(Type.String({ pattern: '^[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,100}$' }), {
    maxItems: 20,
    minItems: 1,
    contains: Type.Literal('openid'),
  }),
  clientAuth: OneOf(['client_secret_basic', 'client_secret_post', 'none'] as const),
};

const OidcSettings = Type.Object({
  ...oidcFields,
  hasSecret: Type.Boolean({ description: 'the secret itself is never shown' }),
});

const Mapping = Type.Object(
  Object.fromEntries(mappedFields.map((field) => [field, Type.Optional(Nullable(Name))])),
  {
    additionalProperties: false,
    description:
      'attribute or claim that a field comes from; left out: the usual ones; null: not taken. Groups are taken only from an attribute that is named here',
  },
);

const common = {
  name: Text,
  profile: OneOf(ssoProfiles),
  linking: described(
    OneOf(linkingRules),
    'by what people are recognised whom another source made; e-mails only verified ones',
  ),
  enabled: Type.Boolean({ description: 'false: nobody signs in by it but to test it' }),
};

export const SsoConnection = Type.Object({
  id: Id,
  kind: OneOf(['saml', 'oidc'] as const),
  ...common,
  mapping: Mapping,
  signIn: SignIn,
  saml: Nullable(SamlSettings),
  oidc: Nullable(OidcSettings),
  isComplete: Type.Boolean({ description: 'whether it knows enough of the provider' }),
  urls: Type.Object(
    {
      login: Type.String({ description: 'where people begin' }),
      entityId: Type.Optional(Type.String({ description: 'SAML: "audience", "identifier"' })),
      metadata: Type.Optional(Type.String()),
      acs: Type.Optional(Type.String({ description: 'SAML: "reply URL", "single sign-on URL"' })),
      slo: Type.Optional(Type.String()),
      redirectUri: Type.Optional(Type.String({ description: 'OpenID Connect' })),
      backchannelLogout: Type.Optional(Type.String()),
    },
    { description: 'what to type into the provider' },
  ),
  version: Type.Integer(),
  createdAt: Time,
  updatedAt: Time,
});

const given = {
  mapping: Type.Optional(Mapping),
  signIn: Type.Optional(Type.Partial(SignIn, { additionalProperties: false })),
  saml: Type.Optional(
    Type.Partial(
      Type.Object({
        ...samlFields,
        metadata: Type.String({
          minLength: 1,
          maxLength: 2_000_000,
          description: "the provider's metadata itself, in place of its address",
        }),
      }),
      { additionalProperties: false },
    ),
  ),
  oidc: Type.Optional(
    Type.Partial(
      Type.Object({
        ...oidcFields,
        clientSecret: Type.String({ minLength: 1, maxLength: 4_000, pattern: '^[\\x20-\\x7e]+$' }),
      }),
      { additionalProperties: false },
    ),
  ),
};

export const CreateSsoConnection = Type.Object(
  {
    kind: OneOf(['saml', 'oidc'] as const),
    ...Type.Partial(Type.Object(common)).properties,
    name: Text,
    ...given,
  },
  { additionalProperties: false },
);

/** What is left out stays. */
export const UpdateSsoConnection = Type.Object(
  { ...Type.Partial(Type.Object(common)).properties, ...given },
  { additionalProperties: false },
);
