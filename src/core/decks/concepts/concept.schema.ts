import { type Static, Type } from 'typebox';
import { Id, Nullable, OneOf, Time } from '../../../platform/http/shapes.ts';

const Name = Type.String({ minLength: 1, maxLength: 400, pattern: '^\\S(.*\\S)?$' });
const Description = Type.String({ maxLength: 10_000 });

export const Concept = Type.Object({
  id: Id,
  name: Type.String(),
  description: Nullable(Type.String()),
  version: Type.Integer(),
  createdAt: Time,
  updatedAt: Time,
});

export const CreateConcept = Type.Object(
  { name: Name, description: Type.Optional(Nullable(Description)) },
  { additionalProperties: false },
);
export type CreateConcept = Static<typeof CreateConcept>;

export const UpdateConcept = Type.Partial(CreateConcept, { additionalProperties: false });
export type UpdateConcept = Static<typeof UpdateConcept>;

/** What an atom has to do with a concept. */
export const AtomConcept = Type.Object({
  conceptId: Id,
  name: Type.String(),
  role: OneOf(['introduces', 'uses'] as const),
  weight: Type.Number(),
});

export const PutAtomConcept = Type.Object(
  {
    role: OneOf(['introduces', 'uses'] as const),
    weight: Type.Optional(Type.Number({ minimum: 0, maximum: 1, default: 1 })),
  },
  { additionalProperties: false },
);
export type PutAtomConcept = Static<typeof PutAtomConcept>;
