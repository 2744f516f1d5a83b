import { profileNames } from '@crosswalk/lti-platform';
import type { Case } from '../case.ts';

/** What every LMS has to get, in its own way. */
export const profileCases: Case[] = profileNames.flatMap((profile): Case[] => {
  const about = (name: string) => ({
    id: `profile.${profile}.${name}`,
    specRef: `profile ${profile}`,
    level: 'MUST' as const,
    profile,
  });
  return [
    { ...about('launch'), kind: 'launch', who: 'student', mutate: {}, expect: 'launched' },
    { ...about('instructor'), kind: 'launch', who: 'instructor', mutate: {}, expect: 'launched' },
    {
      ...about('scores'),
      kind: 'score',
      who: 'student',
      mutate: {},
      steps: [
        { do: 'score', share: 0.25 },
        { do: 'score', share: 0.75 },
      ],
      expect: { share: 0.75 },
    },
    {
      ...about('line-item'),
      kind: 'score',
      who: 'student',
      needs: ['line-items'],
      mutate: { lineItem: 'none' },
      steps: [{ do: 'score', share: 0.5 }],
      expect: { share: 0.5, lineItems: 1 },
    },
    { ...about('roster'), kind: 'roster', mutate: { members: 120 }, expect: { members: 120 } },
    {
      ...about('deep-link'),
      kind: 'deep-link',
      who: 'instructor',
      mutate: { count: 1 },
      expect: { items: 1 },
    },
    {
      ...about('throttled'),
      kind: 'score',
      who: 'student',
      needs: ['retries'],
      mutate: {},
      steps: [
        { do: 'fault', fault: { path: 'scores', nth: 1, throttle: true, retryAfter: 1 } },
        { do: 'score', share: 1 },
      ],
      expect: { share: 1 },
    },
  ];
});
