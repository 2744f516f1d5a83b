import { type Static, Type } from 'typebox';
import { Id, Nullable, Time } from '../../platform/http/shapes.ts';

const Name = Type.String({ minLength: 1, maxLength: 400, pattern: '^[^\\u0000]*$' });
const Email = Type.String({ maxLength: 320, pattern: '^[^\\s@\\u0000]+@[^\\s@\\u0000]+$' });
const Locale = Type.String({
  maxLength: 35,
  pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$',
  description: 'BCP 47',
});
const TimeZone = Type.String({
  minLength: 1,
  maxLength: 60,
  description: 'IANA, e.g. Europe/Oslo',
});

export const Person = Type.Object({
  id: Id,
  displayName: Type.String(),
  givenName: Nullable(Type.String()),
  familyName: Nullable(Type.String()),
  email: Nullable(Type.String()),
  locale: Nullable(Type.String()),
  timeZone: Nullable(Type.String()),
  active: Type.Boolean(),
  version: Type.Integer(),
  createdAt: Time,
  updatedAt: Time,
  deletedAt: Nullable({
    ...Time,
    description:
      'since when their directory has them no more; who they were is forgotten after its window',
  }),
});

const details = {
  givenName: Type.Optional(Nullable(Name)),
  familyName: Type.Optional(Nullable(Name)),
  email: Type.Optional(Nullable(Email)),
  locale: Type.Optional(Nullable(Locale)),
  timeZone: Type.Optional(Nullable(TimeZone)),
};

export const CreatePerson = Type.Object(
  { displayName: Name, ...details },
  { additionalProperties: false },
);
export type CreatePerson = Static<typeof CreatePerson>;

export const UpdatePerson = Type.Object(
  { displayName: Type.Optional(Name), ...details, active: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
);
export type UpdatePerson = Static<typeof UpdatePerson>;
