import { type Static, Type } from 'typebox';
import { Id, Nullable, OneOf, Time } from '../../platform/http/shapes.ts';

const Name = Type.String({ minLength: 1, maxLength: 400, pattern: '^[^\\u0000]*$' });
const Host = Type.String({
  maxLength: 260,
  pattern: '^(\\*\\.)?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?$',
});

const Revision = Type.Union([Type.Literal('latest'), Type.Integer({ minimum: 1 })], {
  description: 'of the deck: always the latest, or one that stays',
});

const changeable = {
  name: { ...Nullable(Name), description: 'whom it is for' },
  revision: Revision,
  expiresAt: { ...Nullable(Time), description: 'from when on nobody can open it; null: never' },
  seats: {
    ...Nullable(Type.Integer({ minimum: 0, maximum: 10_000_000 })),
    description: 'learners who may open it; null: any number',
  },
  allowedHosts: Type.Array(Host, {
    maxItems: 100,
    uniqueItems: true,
    description: 'of learning platforms, also as `*.example.org`; empty: any',
  }),
  isEnabled: Type.Boolean({ description: 'false: nobody can open it' }),
};

const fixed = {
  mode: OneOf(['study', 'test'] as const),
  masteryScore: {
    ...Nullable(Type.Number({ minimum: 0, maximum: 1 })),
    description: 'scaled score that passes',
  },
};

export const DispatchView = Type.Object({
  id: Id,
  deckId: Id,
  ...fixed,
  ...changeable,
  seatsTaken: Type.Integer(),
  assignmentId: { ...Id, description: 'which attempts are made for' },
  version: Type.Integer(),
  createdAt: Time,
  updatedAt: Time,
});

export const CreateDispatch = Type.Object(
  { deckId: Id, ...Type.Partial(Type.Object({ ...fixed, ...changeable })).properties },
  { additionalProperties: false },
);
export type CreateDispatch = Static<typeof CreateDispatch>;

/** What is left out stays. Mode and mastery score are written into the package. */
export const UpdateDispatch = Type.Partial(Type.Object(changeable), {
  additionalProperties: false,
});
export type UpdateDispatch = Static<typeof UpdateDispatch>;

const results = {
  learners: Type.Integer(),
  launches: Type.Integer(),
  completed: Type.Integer({ description: 'learners' }),
  passed: Type.Integer({ description: 'learners' }),
  failed: Type.Integer({ description: 'learners who have not passed' }),
  meanScore: Nullable(
    Type.Number({ description: 'of the best scaled scores of learners who have one' }),
  ),
  firstLaunchAt: Nullable(Time),
  lastLaunchAt: Nullable(Time),
};

export const DispatchReport = Type.Object({
  seats: Nullable(Type.Integer()),
  ...results,
  destinations: Type.Array(
    Type.Object({ host: Type.String({ description: 'of the learning platform' }), ...results }),
  ),
});

export const DispatchLearner = Type.Object({
  personId: Id,
  displayName: Type.String(),
  host: Type.String(),
  learnerId: Type.String({ description: 'as the learning platform calls them' }),
  launches: Type.Integer(),
  scoreScaled: Nullable(Type.Number()),
  completion: OneOf(['incomplete', 'completed'] as const),
  success: OneOf(['unknown', 'passed', 'failed'] as const),
  firstLaunchAt: Time,
  lastLaunchAt: Time,
});
