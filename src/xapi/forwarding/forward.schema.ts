import { Type } from 'typebox';
import { Id, Nullable, OneOf, Time } from '../../platform/http/shapes.ts';
import { remoteShape } from '../remote/remote-lrs.ts';
import { StatementFilter } from '../selection.ts';

const { name, endpoint, key, secret, version } = remoteShape;

export const LrsForward = Type.Object({
  id: Id,
  name,
  endpoint,
  version,
  filter: StatementFilter,
  enabled: Type.Boolean({ description: 'false: paused' }),
  createdAt: Time,
  status: Type.Object({
    state: OneOf(['idle', 'sending', 'retrying', 'paused']),
    pending: Type.Integer({
      description: 'statements that are to be sent; 1000: that many or more',
    }),
    lagSeconds: Type.Number({ description: 'since the oldest of them was stored; 0 without any' }),
    sent: Type.Integer({ description: 'statements that the other LRS has taken' }),
    deadLetters: Type.Integer({ description: 'statements that it refuses' }),
    lastSentAt: Nullable(Time),
    failures: Type.Integer({ description: 'tries in vain since the last success' }),
    lastError: Nullable(Type.String()),
    retryAt: Nullable(Time),
  }),
});

export const CreateLrsForward = Type.Object(
  {
    name,
    endpoint,
    key,
    secret,
    version: Type.Optional(version),
    filter: Type.Optional(StatementFilter),
    enabled: Type.Optional(Type.Boolean()),
    since: Type.Optional(
      Type.String({
        format: 'date-time',
        description:
          'also send what was stored since then; default: only what is stored from now on',
      }),
    ),
  },
  { additionalProperties: false },
);

/** What is left out stays; key and secret are changed together. */
export const UpdateLrsForward = Type.Object(
  {
    name: Type.Optional(name),
    endpoint: Type.Optional(endpoint),
    key: Type.Optional(key),
    secret: Type.Optional(secret),
    version: Type.Optional(version),
    filter: Type.Optional(StatementFilter),
    enabled: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false, dependentRequired: { key: ['secret'], secret: ['key'] } },
);

export const DeadLetter = Type.Object({
  statementId: Id,
  status: Type.Integer({ description: 'of the answer of the other LRS' }),
  reason: Type.String({ description: 'the answer' }),
  createdAt: Time,
  retrying: Type.Boolean({ description: 'will be sent again' }),
});
