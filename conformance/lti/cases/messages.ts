import { claim } from '@crosswalk/lti-platform';
import type { LaunchCase, LaunchMutation } from '../case.ts';

const review = (
  name: string,
  mutate: LaunchMutation,
  expect: LaunchCase['expect'],
): LaunchCase => ({
  id: `submission-review.${name}`,
  kind: 'launch',
  specRef: 'Submission Review 1.0 3',
  level: expect === 'launched' ? 'SHOULD' : 'MUST',
  needs: ['submission-review'],
  who: 'instructor',
  mutate: {
    ...mutate,
    request: { message: 'LtiSubmissionReviewRequest', forUser: '$student', ...mutate.request },
  },
  expect,
});

export const messageCases: LaunchCase[] = [
  review('instructor', {}, 'launched'),
  review('for-user-missing', { token: { without: [claim.forUser] } }, 'refused'),
  review(
    'for-user-without-id',
    { token: { claims: { [claim.forUser]: { name: 'x' } } } },
    'refused',
  ),
  review('line-item-missing', { token: { without: [claim.endpoint] } }, 'refused'),
];
