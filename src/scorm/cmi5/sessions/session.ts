import type { Agent, Statement } from '@crosswalk/xapi-lrs';

/** cmi5 10.2.2. */
export const launchModes = ['Normal', 'Browse', 'Review'] as const;
export type LaunchMode = (typeof launchModes)[number];

export type StatementContext = NonNullable<Statement['context']>;

/** One launch of an AU, until it is terminated or abandoned (cmi5 3). */
export interface Session {
  id: string;
  /** By which of the two specifications its content is launched. */
  profile: 'cmi5' | 'tincan';
  registration: string;
  courseId: string;
  personId: string;
  /** Place of the AU in its course. */
  au: number;
  activityId: string;
  launchMode: LaunchMode;
  masteryScore: number | null;
  contextTemplate: StatementContext;
  launchedAt: Date;
  /** When the AU asked for the learner's preferences. */
  preferencesReadAt: Date | null;
  /** When the statement with this verb was received. */
  initializedAt: Date | null;
  completedAt: Date | null;
  passedAt: Date | null;
  failedAt: Date | null;
  terminatedAt: Date | null;
  abandonedAt: Date | null;
  /** Of any kind. */
  lastStatementAt: Date | null;
}

/** People are only ever accounts of the hub, so that erasure can break the link (cmi5 9.2). */
export function learnerAgent(personId: string, { publicUrl }: { publicUrl: string }) {
  return {
    objectType: 'Agent',
    account: { homePage: publicUrl, name: personId },
  } satisfies Agent;
}
