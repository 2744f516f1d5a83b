import { findIdentity } from '../../core/people/identity.store.ts';
import type { Assignment } from '../../core/study/assignment.store.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { claimNames, objectOf, textOf } from '../claims.ts';
import type { VerifiedLaunch } from '../launch/verify-launch.ts';
import { LtiError } from '../lti-error.ts';
import { frameAncestorsOf } from '../pages/frame-ancestors.ts';
import { localeOf } from '../people/person-details.ts';
import { issueReviewCode } from './review-token.ts';

interface ReviewLaunch {
  launch: Pick<VerifiedLaunch, 'platform' | 'claims' | 'roles'>;
  personId: string | undefined;
  assignment: Pick<Assignment, 'id'>;
}

/**
 * A one-time address of what somebody has done (Submission Review 1.0): for teachers that of the
 * learner in `for_user`, for learners their own.
 * @throws LtiError `message_unsupported` for a learner who asks for somebody else
 */
export async function landInReview(
  db: TenantDb,
  { launch: { platform, claims, roles }, personId, assignment }: ReviewLaunch,
): Promise<string> {
  const subject = textOf(objectOf(claims[claimNames.forUser]).user_id) ?? '';
  const isTeacher = roles.membership === 'instructor' || roles.isAdministrator;
  if (!isTeacher && subject !== textOf(claims.sub)) {
    throw new LtiError('message_unsupported', 'Learners see their own submissions only');
  }
  const issuer = platform.registration.id;
  const identity = await findIdentity(db, { source: 'lti', issuer, subject });
  const presentation = objectOf(claims[claimNames.launchPresentation]);
  const code = await issueReviewCode(db, {
    personId,
    reviewing: {
      assignmentId: assignment.id,
      learnerId: identity?.personId ?? null,
      as: isTeacher ? 'teacher' : 'learner',
      locale: localeOf(presentation.locale) ?? localeOf(claims.locale),
      frameAncestors: frameAncestorsOf(platform, claims),
    },
  });
  return `/lti/review/${code}`;
}
