import { Type } from 'typebox';
import { Nullable, OneOf } from '../../platform/http/shapes.ts';

/** Halves of surrogate pairs have no place in a URL, U+0000 none in the database. */
const ItemId = Type.String({ maxLength: 4_000, pattern: '^[^\\u0000\\ud800-\\udfff]+$' });

const ItemChanges = Type.Object(
  {
    item: ItemId,
    isFresh: Type.Boolean(),
    changes: Type.Record(
      Type.String({ pattern: '^(cmi|adl)\\.[^\\u0000]{1,200}$' }),
      Type.String({ maxLength: 100_000 }),
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);

/** `CourseCommit` of the course player. */
export const CommitBody = Type.Object(
  {
    number: Type.Integer({ minimum: 1, maximum: 2_000_000_000 }),
    items: Type.Array(ItemChanges, { maxItems: 1_000 }),
    currentItem: Nullable(ItemId),
    sequencing: Type.Optional(Type.String({ maxLength: 2_000_000, pattern: '^[^\\u0000]*$' })),
    outcome: Type.Optional(
      Type.Object({
        completion: OneOf(['incomplete', 'completed'] as const),
        success: OneOf(['unknown', 'passed', 'failed'] as const),
        measure: Nullable(Type.Number({ minimum: -1, maximum: 1 })),
      }),
    ),
    isEnded: Type.Boolean(),
  },
  { additionalProperties: false },
);
