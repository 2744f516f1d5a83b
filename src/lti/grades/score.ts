import type { PlatformProfile } from '../profiles/platform-profile.ts';

export const SCORE_TYPE = 'application/vnd.ims.lis.v1.score+json';
const CANVAS_SUBMISSION = 'https://canvas.instructure.com/lti/submission';

/** What is known of one person's score in one line item. */
export interface ScoreFacts {
  userId: string;
  /** In [0,1]; null: none yet. */
  scoreScaled: number | null;
  scoreMaximum: number;
  completion: 'incomplete' | 'completed';
  comment: string | null;
  startedAt: Date | null;
  submittedAt: Date | null;
  /** Later than that of any score before it (AGS 2.0 3.4.8). */
  timestamp: Date;
  /** Whether the attempt is another one than what was sent last. */
  isNewAttempt: boolean;
  /** Whether the platform has taken another comment last, or none. */
  isNewComment: boolean;
}

/** A score as a platform takes it (AGS 2.0 3.4). */
export function scorePayload(
  facts: ScoreFacts,
  profile: Pick<PlatformProfile, 'needsFullyGraded' | 'readsCanvasSubmission' | 'comments'>,
): Record<string, unknown> {
  const { userId, scoreScaled, scoreMaximum, timestamp } = facts;
  const comment = profile.comments === 'replace' || facts.isNewComment ? facts.comment : null;
  const submittedAt = submittedAtOf(facts);
  const submission = submissionOf({ startedAt: facts.startedAt, submittedAt });
  return {
    userId,
    ...(scoreScaled !== null && { scoreGiven: rounded(scoreScaled * scoreMaximum), scoreMaximum }),
    activityProgress: facts.completion === 'completed' ? 'Completed' : 'InProgress',
    gradingProgress: gradingProgress(facts, profile),
    timestamp: timestamp.toISOString(),
    ...(comment && { comment }),
    ...(submission && { submission }),
    ...(profile.readsCanvasSubmission && {
      [CANVAS_SUBMISSION]: {
        // Otherwise each change of a score is one more submission to Canvas.
        new_submission: facts.isNewAttempt,
        ...(submittedAt && { submitted_at: submittedAt.toISOString() }),
      },
    }),
  };
}

/** Without the noise of binary fractions. */
function rounded(score: number): number {
  return Number(score.toFixed(4));
}

/** AGS 2.0 3.4.7: a score that may still change is Pending; some platforms drop it then. */
function gradingProgress(
  { scoreScaled, completion }: Pick<ScoreFacts, 'scoreScaled' | 'completion'>,
  { needsFullyGraded }: Pick<PlatformProfile, 'needsFullyGraded'>,
): string {
  if (scoreScaled === null) return 'NotReady';
  return completion === 'completed' || needsFullyGraded ? 'FullyGraded' : 'Pending';
}

/** The clock of a learner's device may be ahead; Canvas refuses what was handed in later than now. */
function submittedAtOf({ submittedAt, timestamp }: ScoreFacts): Date | null {
  return submittedAt && submittedAt > timestamp ? timestamp : submittedAt;
}

/** AGS 2.0 3.4.9: times with a zone, the start not after the end. */
function submissionOf({
  startedAt,
  submittedAt,
}: Pick<ScoreFacts, 'startedAt' | 'submittedAt'>): Record<string, string> | undefined {
  if (!startedAt && !submittedAt) return undefined;
  const isInOrder = startedAt && (!submittedAt || startedAt <= submittedAt);
  return {
    ...(isInOrder && { startedAt: startedAt.toISOString() }),
    ...(submittedAt && { submittedAt: submittedAt.toISOString() }),
  };
}

/** AGS 2.0 3.4: `/scores` goes behind the path of the line item, before its query. */
export function scoresUrl(lineItem: string): string {
  return withPath(lineItem, 'scores');
}

/** AGS 2.0 3.3 */
export function resultsUrl(lineItem: string): string {
  return withPath(lineItem, 'results');
}

function withPath(lineItem: string, name: string): string {
  const url = new URL(lineItem);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${name}`;
  return url.href;
}
