import { Type } from 'typebox';
import { Id, Nullable, OneOf, PageQuery, Time } from '../../platform/http/shapes.ts';
import { changeActions } from './directory-change.ts';
import { syncModes, syncScopes } from './sync.store.ts';

const Count = Type.Integer();

const SyncPlan = Type.Object({
  people: Type.Object({
    create: Count,
    link: Count,
    update: Count,
    reactivate: Count,
    deactivate: Count,
    unchanged: Count,
  }),
  groups: Type.Object({ create: Count, rename: Count, delete: Count, unchanged: Count }),
  memberships: Type.Object({ add: Count, remove: Count }),
});

export const Sync = Type.Object({
  id: Id,
  connectionId: Id,
  mode: OneOf(syncModes),
  scope: OneOf(syncScopes),
  status: OneOf(['queued', 'running', 'succeeded', 'failed'] as const),
  requestedBy: Type.String(),
  plan: Nullable(SyncPlan),
  held: Nullable(
    Type.Object(
      {
        holdId: Nullable(Id),
        counted: Count,
        limit: Count,
      },
      {
        description:
          'departures that the deletion guard holds, or would hold; all else was applied',
      },
    ),
  ),
  error: Nullable(Type.Object({ code: Type.String(), detail: Type.String() })),
  notes: Type.Array(Type.String()),
  createdAt: Time,
  startedAt: Nullable(Time),
  finishedAt: Nullable(Time),
});

export const CreateSync = Type.Object(
  {
    mode: OneOf(syncModes),
    scope: Type.Optional({
      ...OneOf(syncScopes),
      description: '`full`: everybody is read; `changes`: what has changed; default `auto`',
    }),
  },
  { additionalProperties: false },
);

export const ChangesQuery = Type.Object(
  { ...PageQuery.properties, action: Type.Optional(OneOf(changeActions)) },
  { additionalProperties: false },
);

export const SyncChange = Type.Object({
  seq: Type.Integer(),
  action: OneOf(changeActions),
  subject: Type.String({ description: 'by which the directory knows the person or group' }),
  name: Type.String(),
  changed: Type.Array(Type.String(), { description: 'fields of a person that differ' }),
  reason: Nullable(OneOf(['disabled', 'gone'] as const)),
  personId: Nullable(Id),
  before: Nullable(Type.String({ description: "a group's name" })),
  add: Type.Array(Type.String(), { description: 'subjects of people who come into a group' }),
  remove: Type.Array(Type.String()),
  appliedAt: Nullable(Time),
});
