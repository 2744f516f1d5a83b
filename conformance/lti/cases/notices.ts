import { claim } from '@crosswalk/lti-platform';
import type { NoticeCase } from '../case.ts';

const notice = (
  name: string,
  mutate: NoticeCase['mutate'],
  expect: NoticeCase['expect'],
  specRef = 'PNS 1.0 4',
): NoticeCase => ({
  id: `notice.${name}`,
  kind: 'notice',
  level: expect === 'taken' ? 'SHOULD' : 'MUST',
  ...{ specRef, mutate, expect },
});

export const notices: NoticeCase[] = [
  notice('course-copied', {}, 'taken'),
  notice('course-copied-twice', { again: true }, 'taken', 'PNS 1.0 4.2: delivered at least once'),
  notice('same-in-a-batch', { times: 3 }, 'taken', 'PNS 1.0 4.2: delivered at least once'),
  notice('foreign-key', { token: { signature: 'foreign-key' } }, 'refused'),
  notice('alg-none', { token: { signature: 'none' } }, 'refused'),
  notice('signature-broken', { token: { signature: 'broken' } }, 'refused'),
  notice('aud-wrong', { token: { claims: { aud: 'another-client' } } }, 'refused'),
  notice('iss-wrong', { token: { claims: { iss: 'https://evil.example' } } }, 'refused'),
  notice('exp-past', { token: { times: { iat: -7200, exp: -3600 } } }, 'refused'),
  notice(
    'deployment-unknown',
    { token: { claims: { [claim.deploymentId]: 'unknown' } } },
    'refused',
  ),
  notice('notice-missing', { token: { without: [claim.notice] } }, 'refused'),
];
