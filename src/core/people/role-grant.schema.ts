import { type Static, Type } from 'typebox';
import { Id, Nullable, OneOf, Time } from '../../platform/http/shapes.ts';
import { roles } from '../../platform/tenancy/scopes.ts';

export const RoleGrant = Type.Object({
  id: Id,
  personId: Id,
  role: OneOf(roles),
  institutionId: Nullable(Id),
  createdAt: Time,
});

export const CreateRoleGrant = Type.Object(
  { role: OneOf(roles), institutionId: Type.Optional(Nullable(Id)) },
  { additionalProperties: false },
);
export type CreateRoleGrant = Static<typeof CreateRoleGrant>;
