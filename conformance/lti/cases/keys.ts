import type { Fault } from '@crosswalk/lti-platform';
import type { Before, LaunchCase, LaunchMutation, Level } from '../case.ts';

const keys = (
  name: string,
  mutate: LaunchMutation,
  expect: LaunchCase['expect'],
  level: Level = 'MUST',
): LaunchCase => ({
  id: `keys.${name}`,
  kind: 'launch',
  specRef: 'Security 1.0 6.3; RFC 7517',
  ...{ level, mutate, expect },
  who: 'student',
});

const rotated = (name: Before, expect: LaunchCase['expect'] = 'launched') =>
  keys(name, { before: name }, expect);

/** With a key that the tool has not seen, so that it has to ask. */
const unanswered = (name: string, fault: object, level: Level = 'MUST') =>
  keys(
    `unanswered-${name}`,
    { before: 'rotate-drop', faults: [{ path: 'jwks', nth: 'every', ...fault } as Fault] },
    'refused',
    level,
  );

/** With a key that the tool has seen, and may use on (RFC 9111 4.2.4). */
const stale = (name: string, fault: object) =>
  keys(
    `known-${name}`,
    { before: 'first-launch', faults: [{ path: 'jwks', nth: 'every', ...fault } as Fault] },
    'launched',
    'SHOULD',
  );

export const keyCases: LaunchCase[] = [
  rotated('rotate-overlap'),
  rotated('rotate-drop'),
  rotated('rotate-twice'),
  rotated('other-keys-in-jwks'),
  unanswered('status-500', { status: 500 }),
  unanswered('status-404', { status: 404 }),
  unanswered('hanging', { hang: true }),
  unanswered('reset', { reset: true }),
  unanswered('truncated', { truncate: true }),
  unanswered('bad-json', { badJson: true }),
  unanswered('empty', { body: '{"keys":[]}' }),
  unanswered('no-keys', { body: '{}' }),
  unanswered('null', { body: 'null' }),
  unanswered('redirect', { redirectTo: 'http://169.254.169.254/latest' }, 'HARDEN'),
  stale('status-500', { status: 500 }),
  stale('hanging', { hang: true }),
  stale('bad-json', { badJson: true }),
  keys('d2l-without-alg', { request: {} }, 'launched'),
].map((one) => (one.id === 'keys.d2l-without-alg' ? { ...one, profile: 'd2l' as const } : one));
