import { Type } from 'typebox';
import { Id, Nullable, PageQuery } from '../../platform/http/shapes.ts';
import { outcomeProperties } from './reading/outcome.ts';

const Day = Type.String({
  pattern: '^(19|2\\d)\\d\\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$',
  description: 'YYYY-MM-DD',
});

export const filterProperties = {
  from: Type.Optional(Day),
  to: Type.Optional(Day),
  timeZone: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 60,
      description: "IANA; where days begin and end, default the tenant's",
    }),
  ),
  deckId: Type.Optional(Id),
  groupId: Type.Optional(Id),
  personId: Type.Optional(Id),
};
export const ListQuery = Type.Object(
  { ...filterProperties, ...PageQuery.properties },
  { additionalProperties: false },
);
const rangeProperties = { from: Type.String(), to: Type.String(), timeZone: Type.String() };

export const Activity = Type.Object({
  ...rangeProperties,
  total: Type.Object(outcomeProperties),
  data: Type.Array(
    Type.Object({ start: Type.String({ description: 'its first day' }), ...outcomeProperties }),
  ),
});
export const Learner = Type.Object({
  personId: Nullable(Id),
  agent: Nullable(Type.String({ description: 'how statements identify them' })),
  displayName: Nullable(Type.String()),
  lastDay: Type.String({ description: 'of the range, on which they did anything' }),
  ...outcomeProperties,
});
export const DeckOutcome = Type.Object({ deckId: Id, path: Type.String(), ...outcomeProperties });
export const GroupOutcome = Type.Object({ groupId: Id, name: Type.String(), ...outcomeProperties });
export const Item = Type.Object({
  activityId: Nullable(Type.String()),
  deckId: Nullable(Id),
  answers: Type.Integer(),
  wrong: Type.Integer(),
  wrongShare: Type.Number({ description: '0 to 1' }),
  spentMs: Type.Integer(),
});
export const Verbs = Type.Object({
  ...rangeProperties,
  data: Type.Array(
    Type.Object({
      verb: Nullable(Type.String()),
      statements: Nullable(Type.Integer({ description: 'null for steps of a funnel' })),
      learners: Type.Integer(),
    }),
  ),
});
