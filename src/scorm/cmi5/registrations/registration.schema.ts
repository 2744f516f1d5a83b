import { type Static, Type } from 'typebox';
import { Id, Nullable, OneOf, Time } from '../../../platform/http/shapes.ts';

const AuView = Type.Object({
  id: Type.String({ description: "the publisher's" }),
  activityId: Type.String({ description: "the hub's, as statements have it" }),
  title: Type.Record(Type.String(), Type.String()),
  moveOn: OneOf([
    'NotApplicable',
    'Passed',
    'Completed',
    'CompletedAndPassed',
    'CompletedOrPassed',
  ] as const),
  masteryScore: Nullable(Type.Number()),
  isMet: Type.Boolean({ description: 'whether what moveOn asks for is there, or was waived' }),
  completedAt: Nullable(Time),
  passedAt: Nullable(Time),
  failedAt: Nullable(Time),
  waivedAt: Nullable(Time),
  waivedReason: Nullable(Type.String()),
  scoreScaled: Nullable(Type.Number()),
});

const registration = {
  id: Id,
  courseId: Id,
  personId: Id,
  assignmentId: Nullable(Id),
  createdAt: Time,
  completion: OneOf(['incomplete', 'completed'] as const),
  success: OneOf(['unknown', 'passed', 'failed'] as const),
  scoreScaled: Nullable(Type.Number()),
};

/** As lists show it: without the AUs, of which a course may have thousands. */
export const RegistrationSummary = Type.Object(registration);

export const RegistrationView = Type.Object({
  ...registration,
  satisfiedBlocks: Type.Array(Type.String(), { description: "the publisher's ids" }),
  aus: Type.Array(AuView, { description: 'in the order of the course' }),
});
export type RegistrationSummary = Static<typeof RegistrationSummary>;
export type RegistrationView = Static<typeof RegistrationView>;
