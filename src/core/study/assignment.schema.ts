import { type Static, Type } from 'typebox';
import { Id, Nullable, OneOf, Time } from '../../platform/http/shapes.ts';

const Title = Type.String({ minLength: 1, maxLength: 400, pattern: '^[^\\u0000]*$' });

const AssignmentPart = Type.Object(
  { tags: Type.Array(Title, { minItems: 1, maxItems: 50, uniqueItems: true }) },
  { additionalProperties: false, description: 'only atoms with one of the tags' },
);

const changeable = {
  title: { ...Nullable(Title), description: "default: the deck's" },
  dueAt: Nullable(Time),
  masteryScore: {
    ...Nullable(Type.Number({ minimum: 0, maximum: 1 })),
    description: 'scaled score that passes',
  },
  scoreRule: {
    ...OneOf(['best', 'last', 'first', 'average'] as const),
    description: 'which attempt counts; default `best`',
  },
  scoreMaximum: {
    ...Nullable(Type.Number({ exclusiveMinimum: 0, maximum: 1_000_000 })),
    description: 'what a scaled score of 1 is in a gradebook; null: as the gradebook says',
  },
  part: Nullable(AssignmentPart),
};

const given = {
  deckId: { ...Nullable(Id), description: 'of a deck, or of a course' },
  courseId: Nullable(Id),
  mode: OneOf(['study', 'test'] as const),
  personId: Nullable(Id),
  groupId: Nullable(Id),
  ...changeable,
};

export const AssignmentView = Type.Object({
  id: Id,
  ...given,
  pinnedRevision: Nullable({
    ...Type.Integer(),
    description: 'of the deck; null: always the latest',
  }),
  origin: Nullable(
    Type.Record(Type.String(), Type.Unknown(), { description: 'what it was made by' }),
  ),
  version: Type.Integer(),
  createdAt: Time,
  updatedAt: Time,
  retiredAt: Nullable({ ...Time, description: 'since when it is not offered any more' }),
});

const { mode, ...optional } = given;
export const CreateAssignment = Type.Object(
  { mode, ...Type.Partial(Type.Object(optional)).properties },
  { additionalProperties: false },
);
export type CreateAssignment = Static<typeof CreateAssignment>;

/** What is left out stays. Deck or course, mode and whose it is are what it is. */
export const UpdateAssignment = Type.Partial(Type.Object(changeable), {
  additionalProperties: false,
});
export type UpdateAssignment = Static<typeof UpdateAssignment>;
