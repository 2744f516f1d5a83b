import type { StatementFilter } from '@crosswalk/xapi-lrs';
import {
  actor,
  authorityIfi,
  course,
  ifi,
  instructor,
  lesson,
  profiles,
  program,
  registration,
  verb,
} from './statements.ts';

/** When what share of the statements was stored: at 0 the first, at 1 the last. */
export type TimeAt = (share: number) => Date;

type Filter = Partial<StatementFilter>;

const learner = (rank: number) => ifi(actor(rank));
const related = { relatedAgents: true, relatedActivities: true };

/**
 * Classes of queries by name: the filter of the nth of each. A hot key has a hundredth of all
 * statements or more, a medium one about a thousandth, a rare one a few.
 */
export const queryClasses: Record<string, (n: number, timeAt: TimeAt) => Filter> = {
  'no filter': () => ({}),
  'no filter, ascending': () => ({ ascending: true }),
  'since + until': (n, timeAt) => ({
    since: timeAt(0.3 + n / 1000),
    until: timeAt(0.31 + n / 1000),
  }),
  'verb, hot': (n) => ({ verb: verb(n % 3) }),
  'agent, hot': (n) => ({ agent: learner(n % 5) }),
  'agent, medium': (n) => ({ agent: learner(100 + n) }),
  'agent, rare': (n) => ({ agent: learner(9_000 + n) }),
  'activity, hot': (n) => ({ activity: lesson(n % 5) }),
  'activity, medium': (n) => ({ activity: lesson(100 + n) }),
  'related activity, in most': () => ({ ...related, activity: profiles[1] }),
  'related activity, hot': (n) => ({
    ...related,
    activity: n % 2 ? course(n % 7) : program(n % 7),
  }),
  'related agent, in all': () => ({ ...related, agent: authorityIfi }),
  'related agent, hot': (n) => ({ ...related, agent: ifi(instructor(n % 5)) }),
  registration: (n) => ({ registration: registration(n, n % 3) }),
  'agent + verb': (n) => ({ agent: learner(n), verb: verb(n % 10) }),
  'agent + activity': (n) => ({ agent: learner(n % 50), activity: lesson(n) }),
  'agent + verb + activity': (n) => ({
    ...{ agent: learner(n % 20), verb: verb(n % 4), activity: lesson(n % 20) },
  }),
  'verb + activity, since': (n, timeAt) => ({
    ...{ verb: verb(n % 10), activity: lesson(n % 100), since: timeAt(0.2) },
  }),
  'related agent + activity': (n) => ({
    ...{ ...related, agent: ifi(instructor(n)), activity: course(n % 20) },
  }),
  'mine + agent, ascending': (n) => ({
    ...{ authority: authorityIfi, agent: learner(n), ascending: true },
  }),
};

/** Two keys that share out all statements between them: none has both. */
export const worstFilter: Filter = {
  ...{ relatedActivities: true, verb: verb(0), activity: profiles[1] },
};
