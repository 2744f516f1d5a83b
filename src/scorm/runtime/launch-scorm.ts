import { requireActive } from '../../core/study/active-learner.ts';
import { startCourseAttempt } from '../../core/study/course-attempts.ts';
import { findLearner, lockLearner } from '../../core/study/learner.store.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import type { CourseGrant } from './course-link.ts';
import type { LaunchLinks } from './launch-link.ts';
import { findLatestAttempt, insertScormAttempt } from './scorm-attempt.store.ts';

/** Where a course goes on in the learner's browser. */
export interface CourseLaunched {
  url: string;
  /** Of the statements about it. */
  registration: string;
}

/**
 * Goes on with the person's attempt, or begins one: also after one that was failed and has ended.
 * Without facts to leave, nothing is written.
 * @throws DomainError `not_found`, `forbidden`
 */
export async function launchScorm(
  db: TenantDb,
  { grant, launchLinks }: { grant: CourseGrant; launchLinks: LaunchLinks },
): Promise<CourseLaunched> {
  const { courseId, personId, launchMode, frameAncestors } = grant;
  const attemptId = await attemptFor(db, grant);
  const url = await launchLinks.launchUrl(db, {
    ...{ courseId, personId, attemptId, launchMode, frameAncestors },
    returnUrl: grant.returnUrl ?? null,
    locale: grant.locale ?? null,
  });
  return { url, registration: attemptId ?? uuidv7() };
}

async function attemptFor(
  db: TenantDb,
  { courseId, personId, assignmentId, launchMode }: CourseGrant,
): Promise<string | null> {
  if (personId === null) return null;
  if (launchMode === 'Browse') {
    requireActive(await findLearner(db, personId));
    return null;
  }
  // Of two that begin at once, the second waits for the first.
  requireActive(await lockLearner(db, personId));
  const place = { courseId, personId, assignmentId };
  const latest = await findLatestAttempt(db, place);
  if (launchMode === 'Review') return latest?.id ?? null;
  const id = latest && !(latest.isEnded && latest.isFailed) ? latest.id : uuidv7();
  await startCourseAttempt(db, { ...place, id, startedAt: new Date() });
  if (id !== latest?.id) await insertScormAttempt(db, { ...place, id });
  return id;
}
