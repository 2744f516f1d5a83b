import { scopes, versions } from '@crosswalk/xapi-lrs';
import { type Static, Type } from 'typebox';
import { Id, Nullable, OneOf, Time } from '../../platform/http/shapes.ts';

const Name = Type.String({ minLength: 1, maxLength: 200 });
const Scopes = Type.Array(OneOf(scopes), {
  minItems: 1,
  uniqueItems: true,
  description: 'what it may do (xAPI 1.0.3 part 3, 4.2)',
});
const DefaultVersion = OneOf(versions);
const Authority = Type.Object(
  {},
  {
    additionalProperties: true,
    description:
      'the xAPI agent, or group of an application and its user, that vouches for its statements; default an account of this hub',
  },
);

/** A Basic credential of the LRS, without its secret. */
export const LrsCredential = Type.Object({
  id: Id,
  name: Name,
  key: Type.String({ description: 'the user name' }),
  scopes: Scopes,
  defaultVersion: DefaultVersion,
  authority: Authority,
  createdAt: Time,
  expiresAt: Nullable(Time),
  revokedAt: Nullable(Time),
  lastUsedAt: Nullable(Time),
  previousSecretUntil: Nullable(Time),
});
export type LrsCredential = Static<typeof LrsCredential>;

export const CreateLrsCredential = Type.Object(
  {
    name: Name,
    scopes: Scopes,
    defaultVersion: Type.Optional(DefaultVersion),
    authority: Type.Optional(Authority),
    expiresAt: Type.Optional(Time),
  },
  { additionalProperties: false },
);
export type CreateLrsCredential = Static<typeof CreateLrsCredential>;

export const UpdateLrsCredential = Type.Partial(
  Type.Object({
    name: Name,
    scopes: Scopes,
    defaultVersion: DefaultVersion,
    authority: Authority,
    expiresAt: Nullable(Time),
  }),
  { additionalProperties: false, minProperties: 1 },
);
export type UpdateLrsCredential = Static<typeof UpdateLrsCredential>;

export const NewSecret = Type.Object({
  ...LrsCredential.properties,
  secret: Type.String({ description: 'the password; shown in this answer only' }),
});
