import { type Static, Type } from 'typebox';
import { Id, Nullable, OneOf, Time } from '../../platform/http/shapes.ts';

const Choice = Type.Object(
  {
    /** Of a deck, or of a course. */
    deckId: Type.Optional(Id),
    courseId: Type.Optional(Id),
    mode: OneOf(['study', 'test'] as const),
    title: Type.String({ minLength: 1, maxLength: 400, pattern: '^[^\\u0000]*$' }),
    dueAt: Nullable(Time),
    /** Only atoms with one of these; none: the whole deck. */
    tags: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000]*$' }), {
        maxItems: 50,
      }),
    ),
    /** null: no column in the gradebook. */
    scoreMaximum: Nullable(Type.Number({ exclusiveMinimum: 0, maximum: 1_000_000 })),
  },
  { additionalProperties: false },
);
export type Choice = Static<typeof Choice>;

/** What the page sends when somebody has chosen. */
export const Choices = Type.Array(Choice, { minItems: 1, maxItems: 50 });
