import { type Static, Type } from 'typebox';
import { Id, Nullable, Time } from '../../platform/http/shapes.ts';

const Name = Type.String({ minLength: 1, maxLength: 400, pattern: '^[^\\u0000]*$' });
const ExternalId = Type.String({ minLength: 1, maxLength: 400, pattern: '^[^\\u0000]*$' });

export const Group = Type.Object({
  id: Id,
  name: Type.String(),
  externalId: Nullable(Type.String()),
  source: Type.String({ description: 'who keeps it: `local`, `csv`, `scim`...' }),
  members: Type.Integer(),
  version: Type.Integer(),
  createdAt: Time,
  updatedAt: Time,
});

export const CreateGroup = Type.Object(
  { name: Name, externalId: Type.Optional(Nullable(ExternalId)) },
  { additionalProperties: false },
);
export type CreateGroup = Static<typeof CreateGroup>;

export const UpdateGroup = Type.Partial(CreateGroup, { additionalProperties: false });
export type UpdateGroup = Static<typeof UpdateGroup>;

export const AddMembers = Type.Object(
  { personIds: Type.Array(Id, { minItems: 1, maxItems: 1000 }) },
  { additionalProperties: false },
);
export type AddMembers = Static<typeof AddMembers>;
