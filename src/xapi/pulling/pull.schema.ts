import { type Static, Type } from 'typebox';
import { Id, Nullable, OneOf, Time } from '../../platform/http/shapes.ts';
import { remoteShape } from '../remote/remote-lrs.ts';
import { TransferReport } from '../transfer/transfer-report.ts';

const { name, endpoint, key, secret, version } = remoteShape;

/** Parameters of GET /statements (xAPI 1.0.3 part 3, 2.1.3). */
export const PullFilter = Type.Object(
  {
    verb: Type.Optional(Type.String({ minLength: 1, maxLength: 2048 })),
    activity: Type.Optional(Type.String({ minLength: 1, maxLength: 2048 })),
    agent: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    registration: Type.Optional(Id),
    related: Type.Optional(Type.Boolean({ description: 'related_activities and related_agents' })),
  },
  { additionalProperties: false },
);
export type PullFilter = Static<typeof PullFilter>;

const authority = Type.Unsafe<'keep' | 'replace'>({
  ...OneOf(['keep', 'replace']),
  description:
    'keep the authority that statements have, or say of all that this pull vouches for them',
});
const attachments = Type.Boolean({ description: 'whether the contents of attachments come too' });
const intervalMinutes = Nullable(
  Type.Integer({ minimum: 1, maximum: 43_200, description: 'null: only when asked for' }),
);
const since = Type.String({
  format: 'date-time',
  description: 'only what was stored there after this time; default: everything',
});

export const LrsPull = Type.Object({
  id: Id,
  name,
  endpoint,
  version,
  filter: PullFilter,
  attachments,
  authority,
  intervalMinutes,
  enabled: Type.Boolean(),
  createdAt: Time,
  status: Type.Object({
    state: OneOf(['idle', 'running', 'retrying', 'paused']),
    since: Nullable(
      Type.String({ description: 'everything that was stored there until then is taken over' }),
    ),
    lastRunAt: Nullable(Time),
    report: TransferReport,
    failures: Type.Integer({ description: 'tries in vain since the last success' }),
    lastError: Nullable(Type.String()),
    retryAt: Nullable(Time),
  }),
});

const optional = {
  version: Type.Optional(version),
  filter: Type.Optional(PullFilter),
  attachments: Type.Optional(attachments),
  authority: Type.Optional(authority),
  intervalMinutes: Type.Optional(intervalMinutes),
  enabled: Type.Optional(Type.Boolean()),
  since: Type.Optional(since),
};

export const CreateLrsPull = Type.Object(
  { name, endpoint, key, secret, ...optional },
  { additionalProperties: false },
);

/** What is left out stays; key and secret are changed together. */
export const UpdateLrsPull = Type.Object(
  {
    name: Type.Optional(name),
    endpoint: Type.Optional(endpoint),
    key: Type.Optional(key),
    secret: Type.Optional(secret),
    ...optional,
  },
  { additionalProperties: false, dependentRequired: { key: ['secret'], secret: ['key'] } },
);
