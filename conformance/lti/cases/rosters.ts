import { type Fault, role } from '@crosswalk/lti-platform';
import type { Level, RosterCase } from '../case.ts';

const nrps = (
  name: string,
  mutate: RosterCase['mutate'],
  expect: RosterCase['expect'],
  { level = 'MUST', specRef = 'NRPS 2.0 2', needs }: Partial<RosterCase> = {},
): RosterCase => ({
  id: `nrps.${name}`,
  kind: 'roster',
  ...{ specRef, level, mutate, expect },
  ...(needs && { needs }),
});

const fault = (given: object): Fault => ({ path: 'memberships', nth: 1, ...given }) as Fault;
const retried: { level: Level; needs: ['retries'] } = { level: 'SHOULD', needs: ['retries'] };

export const rosters: RosterCase[] = [
  nrps('one', { members: 1 }, { members: 1 }),
  nrps('one-page', { members: 20 }, { members: 20 }),
  nrps('two-pages', { members: 101 }, { members: 101 }, { specRef: 'NRPS 2.0 2.4.2' }),
  nrps('three-pages', { members: 250 }, { members: 250 }, { specRef: 'NRPS 2.0 2.4.2' }),
  nrps('full-last-page', { members: 200 }, { members: 200 }, { specRef: 'NRPS 2.0 2.4.2' }),
  nrps('many-roles', { members: 3, roles: [role.instructor, role.mentor] }, { members: 3 }),
  nrps('short-role', { members: 3, roles: ['Learner'] }, { members: 3 }),
  nrps('unknown-role', { members: 3, roles: ['http://lms.example/roles#Guide'] }, { members: 3 }),
  nrps(
    'status-missing',
    { members: 5, isStatusTold: false },
    { members: 5 },
    { specRef: 'NRPS 2.0 2.3' },
  ),
  nrps(
    'inactive',
    { members: 5, statuses: ['Inactive'] },
    { members: 4 },
    { specRef: 'NRPS 2.0 2.3', level: 'SHOULD' },
  ),
  nrps(
    'withdrawn',
    { members: 5, between: 'withdraw-one' },
    { members: 4 },
    { specRef: 'NRPS 2.0 2.4.3' },
  ),
  nrps(
    'enrolled',
    { members: 5, between: 'enrol-one' },
    { members: 6 },
    { specRef: 'NRPS 2.0 2.4.3' },
  ),
  nrps(
    'revoked-token',
    { members: 5, revokeTokens: true, between: 'nothing' },
    { members: 5 },
    { specRef: 'RFC 6750 3.1' },
  ),
  nrps(
    '429',
    { members: 5, faults: [fault({ status: 429, retryAfter: 1 })] },
    { members: 5 },
    retried,
  ),
  nrps('500', { members: 5, faults: [fault({ status: 500 })] }, { members: 5 }, retried),
  nrps('reset', { members: 5, faults: [fault({ reset: true })] }, { members: 5 }, retried),
  nrps(
    'second-page-500',
    { members: 150, between: 'nothing', faults: [fault({ nth: 2, status: 500 })] },
    'no-members-lost',
    { level: 'HARDEN' },
  ),
  nrps(
    'second-page-truncated',
    { members: 150, between: 'nothing', faults: [fault({ nth: 2, truncate: true })] },
    'no-members-lost',
    { level: 'HARDEN' },
  ),
  nrps(
    'bad-json',
    { members: 5, between: 'nothing', faults: [fault({ badJson: true })] },
    'no-members-lost',
    { level: 'HARDEN' },
  ),
  nrps(
    'empty-answer',
    { members: 5, between: 'nothing', faults: [fault({ body: '{}' })] },
    'no-members-lost',
    { level: 'HARDEN' },
  ),
];
