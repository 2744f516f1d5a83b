import type { Fault } from '@crosswalk/lti-platform';
import type { ScoreCase, Step } from '../case.ts';

type Options = Partial<Pick<ScoreCase, 'level' | 'profile' | 'who' | 'mutate' | 'needs'>> & {
  specRef?: string;
};

const ags = (
  name: string,
  steps: readonly Step[],
  expect: ScoreCase['expect'],
  { specRef = 'AGS 2.0 3.4', level = 'MUST', who = 'student', ...rest }: Options = {},
): ScoreCase => ({
  id: `ags.${name}`,
  kind: 'score',
  ...{ specRef, level, who, steps, expect },
  ...rest,
  mutate: rest.mutate ?? {},
});

const score = (share: number, comment?: string): Step => ({
  do: 'score',
  share,
  ...(comment !== undefined && { comment }),
});
const fault = (given: object, path: Fault['path'] = 'scores'): Step => ({
  do: 'fault',
  fault: { path, nth: 1, ...given } as Fault,
});

/** The score arrives although something went wrong on the way. */
const despite = (
  name: string,
  wrong: Step[],
  { level = 'SHOULD', profile, needs = ['retries'] }: Options = {},
) =>
  ags(
    `despite-${name}`,
    [...wrong, score(0.75)],
    { share: 0.75 },
    {
      ...{ level, specRef: 'AGS 2.0 3.4; RFC 9110 15' },
      needs,
      ...(profile && { profile }),
    },
  );

const usual: ScoreCase[] = [
  ags('score', [score(0.5)], { share: 0.5, accepted: 1 }),
  ags('score-zero', [score(0)], { share: 0 }),
  ags('score-full', [score(1)], { share: 1 }),
  ags('score-replaced', [score(0.25), score(0.75)], { share: 0.75 }, { specRef: 'AGS 2.0 3.4.3' }),
  ags(
    'scores-at-once',
    [score(0.25), score(0.5), score(0.75), score(1)],
    { share: 1 },
    {
      specRef: 'AGS 2.0 3.4.3',
    },
  ),
  ags('score-of-second-launch', [score(0.25), { do: 'launch-again' }, score(1)], { share: 1 }),
  ags(
    'no-line-item',
    [score(0.5)],
    { share: 0.5, lineItems: 1 },
    {
      mutate: { lineItem: 'none' },
      needs: ['line-items'],
      specRef: 'AGS 2.0 3.2',
    },
  ),
  ags(
    'line-item-made-once',
    [score(0.25), { do: 'launch-again' }, score(0.5)],
    { share: 0.5, lineItems: 1 },
    {
      mutate: { lineItem: 'none' },
      needs: ['line-items'],
      specRef: 'AGS 2.0 3.2.5',
    },
  ),
  ags(
    'line-item-copied',
    [score(0.5)],
    { share: 0.5, lineItems: 1 },
    {
      mutate: { lineItem: 'copied' },
      needs: ['line-items'],
      specRef: 'AGS 2.0 2.4',
      level: 'SHOULD',
    },
  ),
  ags(
    'read-back',
    [score(0.5)],
    { share: 0.5, readBack: 0.5 },
    { needs: ['read-back'], specRef: 'AGS 2.0 3.5' },
  ),
  ags(
    'no-service',
    [score(0.5)],
    { share: null, accepted: 0 },
    {
      mutate: { request: { services: ['nrps'] } },
      specRef: 'AGS 2.0 3.1',
      level: 'SHOULD',
    },
  ),
  ags(
    'instructor-preview',
    [score(1)],
    { share: null, accepted: 0 },
    {
      who: 'instructor',
      level: 'HARDEN',
      needs: ['retries'],
    },
  ),
];

const wrong: ScoreCase[] = [
  despite('429-seconds', [fault({ status: 429, retryAfter: 1 })]),
  despite('429-date', [fault({ status: 429, retryAfter: { dateInMs: 2_000 } })]),
  despite('429-bare', [fault({ status: 429 })]),
  despite('429-twice', [
    { do: 'fault', fault: { path: 'scores', nth: 1, status: 429, retryAfter: 1 } },
    { do: 'fault', fault: { path: 'scores', nth: 2, status: 429, retryAfter: 1 } },
  ]),
  despite('canvas-throttle', [fault({ throttle: true, retryAfter: 1 })], { profile: 'canvas' }),
  despite('500', [fault({ status: 500 })]),
  despite('502', [fault({ status: 502 })]),
  despite('503-retry-after', [fault({ status: 503, retryAfter: 1 })]),
  despite('reset', [fault({ reset: true })]),
  despite('lost-answer', [fault({ lost: true })], { level: 'MUST' }),
  despite('truncated-answer', [fault({ truncate: true })]),
  despite('bad-answer', [fault({ body: '<html>ok' })], { needs: [] }),
  despite('wrong-type', [fault({ wrongType: 'text/html' })], { needs: [] }),
  despite('slow', [fault({ slow: 1_500 })], { needs: [] }),
  despite('revoked-token', [score(0.25), { do: 'revoke-tokens' }], { level: 'MUST', needs: [] }),
  despite('token-500', [fault({ status: 500 }, 'token')]),
  despite('token-429', [fault({ status: 429, retryAfter: 1 }, 'token')]),
  despite('token-bad-json', [fault({ badJson: true }, 'token')]),
  despite('token-reset', [fault({ reset: true }, 'token')]),
  despite('moodle-lost-answer', [fault({ lost: true })], { level: 'MUST', profile: 'moodle' }),
  ags(
    'redirect-not-followed',
    [fault({ nth: 'every', redirectTo: 'http://127.0.0.1:1/' }), score(0.5)],
    { share: null, accepted: 0 },
    {
      level: 'HARDEN',
      specRef: 'RFC 9110 15.4.8; RFC 6750 5.3',
    },
  ),
  ags(
    '400-not-repeated',
    [fault({ nth: 'every', status: 400 }), score(0.5)],
    { share: null, atMost: { path: 'scores', requests: 2 } },
    {
      level: 'SHOULD',
      specRef: 'RFC 9110 15.5.1',
    },
  ),
  ags(
    '404-not-repeated',
    [fault({ nth: 'every', status: 404 }), score(0.5)],
    { share: null, atMost: { path: 'scores', requests: 2 } },
    {
      level: 'SHOULD',
      specRef: 'RFC 9110 15.5.5',
    },
  ),
  ags(
    'token-kept',
    [score(0.25), score(0.5), score(0.75)],
    { share: 0.75, atMost: { path: 'token', requests: 2 } },
    {
      level: 'SHOULD',
      specRef: 'Security 1.0 4.1; RFC 6749 5.1',
    },
  ),
];

export const scoreCases = [...usual, ...wrong];
