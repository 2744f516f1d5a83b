import type { PostgresStore, StatementFilter } from '@crosswalk/xapi-lrs';
import { authorityIfi, ifi } from './statements.ts';
import { actor, course, instructor, lesson, PROFILE, program, registration, verb } from './statements.ts';

export interface QueryClass {
  name: string;
  /** The filter of one of its queries; `n` counts them. */
  filter: (n: number, times: Times) => Partial<StatementFilter>;
}

/** When what share of the statements was stored: 0 the first, 1 the last. */
export type Times = (share: number) => Date;

const learner = (rank: number) => ifi(actor(rank));
const related = { relatedAgents: true, relatedActivities: true };

/** Hot: in the order of a tenth of all statements; medium: a thousandth; rare: a few. */
export const queryClasses: QueryClass[] = [
  { name: 'no filter', filter: () => ({}) },
  { name: 'ascending', filter: () => ({ ascending: true }) },
  {
    name: 'since, until',
    filter: (n, at) => ({ since: at(0.3 + n / 1000), until: at(0.31 + n / 1000) }),
  },
  { name: 'verb, hot', filter: (n) => ({ verb: verb(n % 3) }) },
  { name: 'agent, hot', filter: (n) => ({ agent: learner(n % 5) }) },
  { name: 'agent, medium', filter: (n) => ({ agent: learner(100 + n) }) },
  { name: 'agent, rare', filter: (n) => ({ agent: learner(9_000 + n) }) },
  { name: 'activity, hot', filter: (n) => ({ activity: lesson(n % 5) }) },
  { name: 'activity, medium', filter: (n) => ({ activity: lesson(100 + n) }) },
  {
    name: 'related activity, in all',
    filter: () => ({ ...related, activity: PROFILE }),
  },
  {
    name: 'related activity, hot',
    filter: (n) => ({ ...related, activity: n % 2 ? course(n % 7) : program(n % 7) }),
  },
  {
    name: 'related agent, hot',
    filter: (n) => ({ ...related, agent: ifi(instructor(n % 5)) }),
  },
  {
    name: 'registration',
    filter: (n) => ({ registration: registration(n, n % 3) }),
  },
  {
    name: 'agent + verb',
    filter: (n) => ({ agent: learner(n), verb: verb(n % 10) }),
  },
  {
    name: 'agent + activity',
    filter: (n) => ({ agent: learner(n % 50), activity: lesson(n) }),
  },
  {
    name: 'agent + verb + activity',
    filter: (n) => ({ agent: learner(n % 20), verb: verb(n % 4), activity: lesson(n % 20) }),
  },
  {
    name: 'verb + activity since',
    filter: (n, at) => ({ verb: verb(n % 10), activity: lesson(n % 100), since: at(0.2) }),
  },
  {
    name: 'agent + related activity, hot',
    filter: (n) => ({ ...related, agent: learner(n % 10), activity: course(n % 10) }),
  },
  {
    name: 'related agent + related activity',
    filter: (n) => ({ ...related, agent: ifi(instructor(n)), activity: program(n % 20) }),
  },
  {
    name: 'mine + agent, ascending',
    filter: (n) => ({ authority: authorityIfi, agent: learner(n), ascending: true }),
  },
];

/** No statement has both, and every statement has one of them. */
export const disjoint: Partial<StatementFilter> = {
  relatedActivities: true,
  verb: verb(0),
  activity: PROFILE,
};

/** Runs one query of the class; answers milliseconds and, for `more`, where it goes on. */
export async function ask(
  store: PostgresStore,
  tenant: string,
  filter: Partial<StatementFilter>,
): Promise<{ ms: number; found: number; next: string | undefined }> {
  const startedAt = performance.now();
  const { statements, next } = await store.findStatements(tenant, {
    ...{ relatedAgents: false, relatedActivities: false, ascending: false, limit: 50 },
    ...filter,
  });
  return { ms: performance.now() - startedAt, found: statements.length, next };
}
