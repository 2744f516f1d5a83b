import { Type } from 'typebox';
import { Id, Nullable, OneOf, PageQuery, Time } from '../../platform/http/shapes.ts';

const state = OneOf(['pending', 'sending', 'delivered', 'dead'] as const);

export const LtiDelivery = Type.Object({
  id: Id,
  state,
  registrationId: Id,
  deploymentId: Id,
  personId: Id,
  assignmentId: Nullable(Id),
  attemptId: Nullable(Id),
  lineItemId: Id,
  lineItemUrl: Nullable(Type.String({ description: 'null: it is still to be found or made' })),
  scoreScaled: Nullable(Type.Number({ description: 'in [0,1]' })),
  scoreMaximum: Type.Number(),
  completion: OneOf(['incomplete', 'completed'] as const),
  success: OneOf(['unknown', 'passed', 'failed'] as const),
  comment: Nullable(Type.String()),
  version: Type.Integer({ description: 'counts the changes of the score' }),
  sentVersion: Type.Integer({ description: 'the last one that the platform has taken' }),
  tries: Type.Integer({ description: 'for this version' }),
  queuedAt: Time,
  nextAt: Time,
  lastTimestamp: Nullable(Time),
  lastStatus: Nullable(Type.Integer({ description: 'of the platform’s last answer' })),
  lastError: Nullable(Type.String()),
  deliveredAt: Nullable(Time),
  result: Nullable(
    Type.Object(
      {
        resultScore: Nullable(Type.Number()),
        resultMaximum: Nullable(Type.Number()),
        comment: Nullable(Type.String()),
      },
      { description: 'as the gradebook showed it afterwards' },
    ),
  ),
  resultAt: Nullable(Time),
  isResultSame: Nullable(
    Type.Boolean({ description: 'whether the gradebook shows what was sent; null: not known' }),
  ),
});

export const LtiDeliveryWithCalls = Type.Object({
  ...LtiDelivery.properties,
  serviceCalls: Type.Array(
    Type.Object({
      id: Id,
      service: Type.String(),
      method: Type.String(),
      url: Type.String(),
      status: Nullable(Type.Integer()),
      ms: Type.Integer(),
      error: Nullable(Type.String()),
      createdAt: Time,
    }),
    { description: 'the last ones for it, newest first' },
  ),
});

export const DeliveryQuery = Type.Object(
  {
    ...PageQuery.properties,
    state: Type.Optional(state),
    registrationId: Type.Optional(Id),
    personId: Type.Optional(Id),
    assignmentId: Type.Optional(Id),
  },
  { additionalProperties: false },
);

export const ResendDelivery = Type.Object(
  {
    comment: Type.Optional(
      Nullable(
        Type.String({
          maxLength: 10_000,
          description: 'of the attempt; goes with its score from now on',
        }),
      ),
    ),
  },
  { additionalProperties: false },
);

export const ResendDeliveries = Type.Object(
  { state: OneOf(['dead'] as const), registrationId: Type.Optional(Id) },
  { additionalProperties: false },
);
