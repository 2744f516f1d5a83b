import type { Statement } from '@crosswalk/xapi-lrs';
import { categories, extensions } from '../statements/vocabulary.ts';
import { activityIdOf, categoriesOf, type Rule, type Told } from './rule.ts';

const isVerb =
  (...names: Told['verb'][]) =>
  ({ verb }: Told): boolean =>
    names.includes(verb);
const completes = isVerb('completed');
const judges = isVerb('passed', 'failed');

const resultOf = ({ statement }: Told): NonNullable<Statement['result']> => statement.result ?? {};
const scoreOf = (told: Told) => resultOf(told).score;
const hasMoveOn = ({ statement }: Told) => categoriesOf(statement).includes(categories.moveOn);

/** What a cmi5 defined statement is about. */
const object: readonly Rule[] = [
  {
    requirement: '9.2.0.0-2',
    message: 'The actor of a cmi5 defined statement is an Agent.',
    isBroken: ({ statement }) => (statement.actor.objectType ?? 'Agent') !== 'Agent',
  },
  {
    requirement: '8.1.5.0-6 (d)',
    message: 'The object of a cmi5 defined statement is the AU, by the activityId of the launch.',
    isBroken: ({ statement, session }) => activityIdOf(statement) !== session.activityId,
  },
  {
    requirement: '9.3.0.0-1',
    message: 'No cmi5 defined statement of an AU has this verb.',
    isBroken: ({ verb }) => verb === undefined,
  },
];

/** What may be said when. */
const order: readonly Rule[] = [
  {
    requirement: '10.2.2.0-2 (d)',
    message: 'In Browse mode nothing is completed, passed or failed.',
    isBroken: (told) => told.session.launchMode === 'Browse' && (completes(told) || judges(told)),
  },
  {
    requirement: '10.2.2.0-3 (d)',
    message: 'In Review mode nothing is completed, passed or failed.',
    isBroken: (told) => told.session.launchMode === 'Review' && (completes(told) || judges(told)),
  },
  {
    requirement: '9.3.2.0-3 (d)',
    message: 'The session is initialized already.',
    isBroken: ({ verb, standing }) => verb === 'initialized' && standing.said.has('initialized'),
  },
  {
    requirement: '9.3.0.0-2 (d)',
    message: 'This verb has been used in the session.',
    isBroken: ({ verb, standing }) => verb !== undefined && standing.said.has(verb),
  },
  {
    requirement: '9.3.0.0-3 (d)',
    message: 'The session has been passed or failed already.',
    isBroken: (told) =>
      judges(told) && (told.standing.said.has('passed') || told.standing.said.has('failed')),
  },
  {
    requirement: '9.3.0.0-6 (d2)',
    message: 'The AU was completed in this registration.',
    isBroken: ({ verb, standing }) => verb === 'completed' && standing.registered.has('completed'),
  },
  {
    requirement: '9.3.0.0-7 (d2)',
    message: 'The AU was passed in this registration.',
    isBroken: ({ verb, standing }) => verb === 'passed' && standing.registered.has('passed'),
  },
  {
    requirement: '9.3.0.0-8 (d)',
    message: 'The AU was passed in this registration, so it cannot be failed any more.',
    isBroken: ({ verb, standing }) => verb === 'failed' && standing.registered.has('passed'),
  },
];

/** What its result holds. */
const result: readonly Rule[] = [
  {
    requirement: '9.5.2.0-1 (d1)',
    message: 'A passed statement has success: true.',
    isBroken: (told) => told.verb === 'passed' && resultOf(told).success !== true,
  },
  {
    requirement: '9.5.2.0-2 (d)',
    message: 'A failed statement has success: false.',
    isBroken: (told) => told.verb === 'failed' && resultOf(told).success !== false,
  },
  {
    requirement: '9.5.2.0-3 (d)',
    message: 'success is for passed and failed.',
    isBroken: (told) => !judges(told) && resultOf(told).success !== undefined,
  },
  {
    requirement: '9.5.3.0-1 (d1)',
    message: 'A completed statement has completion: true.',
    isBroken: (told) => completes(told) && resultOf(told).completion !== true,
  },
  {
    requirement: '9.5.3.0-2 (d)',
    message: 'completion is for completed.',
    isBroken: (told) => !completes(told) && resultOf(told).completion !== undefined,
  },
  {
    requirement: '9.5.1.0-2 (d)',
    message: 'A score is for passed and failed.',
    isBroken: (told) => !judges(told) && scoreOf(told) !== undefined,
  },
  {
    requirement: '9.5.1.0-3 (d1)',
    message: 'A raw score needs its min.',
    isBroken: (told) => scoreOf(told)?.raw !== undefined && scoreOf(told)?.min === undefined,
  },
  {
    requirement: '9.5.1.0-3 (d2)',
    message: 'A raw score needs its max.',
    isBroken: (told) => scoreOf(told)?.raw !== undefined && scoreOf(told)?.max === undefined,
  },
  {
    // 9.5.1: no requirement id of its own.
    requirement: '9.5.1.0-1',
    message: 'A scaled score lies between 0 and 1.',
    isBroken: (told) => (scoreOf(told)?.scaled ?? 0) < 0,
  },
  {
    requirement: '9.3.4.0-2 (d2)',
    message: 'A passed score reaches the mastery score.',
    isBroken: (told) => told.verb === 'passed' && compared(told) < 0,
  },
  {
    requirement: '9.3.5.0-2 (d)',
    message: 'A failed score stays below the mastery score.',
    isBroken: (told) => told.verb === 'failed' && compared(told) >= 0,
  },
  {
    requirement: '9.6.3.2-2 (d)',
    message: 'A judgement by a score names the mastery score of the launch data.',
    isBroken: (told) =>
      judges(told) &&
      scoreOf(told) !== undefined &&
      told.session.masteryScore !== null &&
      told.statement.context?.extensions?.[extensions.masteryScore] !== told.session.masteryScore,
  },
  ...(
    [
      ['9.5.4.1-1 (d)', 'terminated'],
      ['9.5.4.1-2 (d)', 'completed'],
      ['9.5.4.1-3 (d)', 'passed'],
      ['9.5.4.1-4 (d)', 'failed'],
    ] as const
  ).map(([requirement, verb]) => ({
    requirement,
    message: `A ${verb} statement has a duration.`,
    isBroken: (told: Told) => told.verb === verb && resultOf(told).duration === undefined,
  })),
  ...(
    [
      ['9.6.2.2-1 (d1)', 'completed'],
      ['9.6.2.2-1 (d2)', 'passed'],
      ['9.6.2.2-1 (d3)', 'failed'],
    ] as const
  ).map(([requirement, verb]) => ({
    requirement,
    message: `A ${verb} statement has the moveOn category.`,
    isBroken: (told: Told) => told.verb === verb && !hasMoveOn(told),
  })),
  {
    requirement: '9.6.2.2-2 (d)',
    message: 'The moveOn category is for statements with success or completion.',
    isBroken: (told) => !judges(told) && !completes(told) && hasMoveOn(told),
  },
];

/** What holds for cmi5 defined statements beyond that, in the order in which breaches win. */
export const definedStatement: readonly Rule[] = [...object, ...order, ...result];

/** Of the scaled score to the mastery score; NaN, which is neither, without one of them. */
function compared(told: Told): number {
  const { masteryScore } = told.session;
  const scaled = scoreOf(told)?.scaled;
  return masteryScore === null || scaled === undefined ? Number.NaN : scaled - masteryScore;
}
