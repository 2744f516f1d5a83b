import { type PreparedStatement, prepareStatement, type Statement } from '@crosswalk/xapi-lrs';
import { randomOf, uuidOf, zipf } from './random.ts';

const HOME = 'https://lms.example.com';
const verbs = [
  'experienced',
  'answered',
  'progressed',
  'completed',
  'passed',
  'failed',
  'launched',
  'attempted',
  'commented',
  'exited',
];
const actorAt = zipf(10_000);
const instructorAt = zipf(100);
const objectAt = zipf(5_000);
const courseAt = zipf(200);
const programAt = zipf(20);
const verbAt = zipf(verbs.length);

/** The texts that filters look for, by rank: 0 is what most statements have. */
export const actor = (rank: number) => ({
  objectType: 'Agent' as const,
  name: `Learner Number ${rank}`,
  account: { homePage: HOME, name: `learner-${rank}` },
});
export const instructor = (rank: number) => ({
  objectType: 'Agent' as const,
  name: `Instructor ${rank}`,
  mbox: `mailto:instructor-${rank}@example.com`,
});
export const verb = (rank: number) => `http://adlnet.gov/expapi/verbs/${verbs[rank]}`;
export const lesson = (rank: number) => `${HOME}/courses/lessons/${rank}`;
export const course = (rank: number) => `${HOME}/courses/${rank}`;
export const program = (rank: number) => `${HOME}/programs/${rank}`;
/** The profiles of statements: one of those with the most frequent verb, one of all others. */
export const profiles = ['https://w3id.org/xapi/video', 'https://w3id.org/xapi/cmi5'] as const;

/** One registration for each learner of a course. */
export const registration = (learner: number, of: number) =>
  uuidOf(randomOf(learner * 1_000 + of + 7));

const authority = {
  objectType: 'Agent',
  account: { homePage: 'https://hub.example.com', name: 'credential-1' },
};

/**
 * The statement with this number, always the same: about 1 KB with three agents (one of 10,000
 * learners by Zipf's law, an instructor, the authority) and four activities.
 */
export function statementAt(number: number): Statement {
  const random = randomOf(number + 1);
  const learner = actorAt(random());
  const attended = courseAt(random());
  const done = verbAt(random());
  const item = objectAt(random());
  return {
    id: uuidOf(random),
    actor: actor(learner),
    verb: { id: verb(done), display: { 'en-US': verbs[done] ?? '' } },
    object: {
      objectType: 'Activity',
      id: lesson(item),
      definition: {
        name: { 'en-US': `Lesson ${item}` },
        type: 'http://adlnet.gov/expapi/activities/lesson',
      },
    },
    result: {
      score: { scaled: Math.round(random() * 100) / 100 },
      success: random() < 0.8,
      duration: `PT${(random() * 600).toFixed(2)}S`,
    },
    context: {
      registration: registration(learner, attended),
      instructor: instructor(instructorAt(random())),
      contextActivities: {
        parent: [{ objectType: 'Activity', id: course(attended) }],
        grouping: [{ objectType: 'Activity', id: program(programAt(random())) }],
        category: [{ objectType: 'Activity', id: profiles[done === 0 ? 0 : 1] }],
      },
    },
    timestamp: new Date(1_750_000_000_000 + number * 900).toISOString(),
  };
}

function preparedAt(number: number): PreparedStatement {
  const statement = statementAt(number);
  return prepareStatement(statement, { id: statement.id ?? '', version: '2.0.0', authority });
}

/** Statements from one number on. */
export const preparedFrom = (first: number, count: number): PreparedStatement[] =>
  Array.from({ length: count }, (_, i) => preparedAt(first + i));

/** What the store calls an agent by. */
export function ifi(agent: {
  account?: { homePage: string; name: string };
  mbox?: string;
}): string {
  return agent.account
    ? `account:${agent.account.homePage}|${agent.account.name}`
    : `mbox:${agent.mbox}`;
}
export const authorityIfi = ifi(authority);
