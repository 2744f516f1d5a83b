import { type Breach, refusesEach } from './lms/breach.ts';

const score = { scaled: 0.9 };

const breaches: Breach[] = [
  ...(['passed', 'failed'] as const).map(
    (verb): Breach => ({
      ids: verb === 'passed' ? ['9.5.2.0-1 (d1)', '9.5.2.0-1'] : ['9.5.2.0-2 (d)', '9.5.2.0-2'],
      what: `${verb} without success`,
      verb,
      change: (statement) => delete statement.result?.success,
    }),
  ),
  ...(['passed', 'failed'] as const).map(
    (verb): Breach => ({
      ids: verb === 'passed' ? ['9.5.2.0-1 (d1)'] : ['9.5.2.0-2 (d)'],
      what: `${verb} with success: ${verb === 'failed'}`,
      verb,
      change: (statement) => {
        statement.result = { ...statement.result, success: verb === 'failed' };
      },
    }),
  ),
  {
    ids: ['9.5.2.0-3 (d)', '9.5.2.0-3'],
    what: 'completed with success',
    verb: 'completed',
    change: (statement) => {
      statement.result = { ...statement.result, success: true };
    },
  },
  {
    ids: ['9.5.3.0-1 (d1)', '9.5.3.0-1'],
    what: 'completed without completion',
    verb: 'completed',
    change: (statement) => delete statement.result?.completion,
  },
  {
    ids: ['9.5.3.0-1 (d1)'],
    what: 'completed with completion: false',
    verb: 'completed',
    change: (statement) => {
      statement.result = { ...statement.result, completion: false };
    },
  },
  {
    ids: ['9.5.3.0-2 (d)', '9.5.3.0-2'],
    what: 'passed with completion',
    verb: 'passed',
    change: (statement) => {
      statement.result = { ...statement.result, completion: true };
    },
  },
  {
    ids: ['9.5.1.0-2 (d)', '9.5.1.0-2'],
    what: 'completed with a score',
    verb: 'completed',
    score,
  },
  {
    ids: ['9.5.1.0-3 (d1)', '9.5.1.0-3'],
    what: 'with a raw score without min',
    verb: 'passed',
    score: { scaled: 0.9, raw: 90, max: 100 },
  },
  {
    ids: ['9.5.1.0-3 (d2)', '9.5.1.0-3'],
    what: 'with a raw score without max',
    verb: 'passed',
    score: { scaled: 0.9, raw: 90, min: 0 },
  },
  {
    ids: ['9.5.1.0-1'],
    what: 'with a scaled score below 0',
    verb: 'failed',
    score: { scaled: -0.1 },
  },
  {
    ids: ['9.3.4.0-2 (d2)', '9.3.4.0-2', '9.3.4.0-2 (d1)', '9.5.1.0-1'],
    what: 'passed below the mastery score',
    verb: 'passed',
    score: { scaled: 0.79 },
  },
  {
    ids: ['9.3.5.0-2 (d)', '9.3.5.0-2', '9.5.1.0-1', '10.2.4.0-2'],
    what: 'failed at the mastery score',
    verb: 'failed',
    score: { scaled: 0.8 },
  },
  ...(
    [
      ['9.5.4.1-1 (d)', '9.5.4.1-1', 'terminated'],
      ['9.5.4.1-2 (d)', '9.5.4.1-2', 'completed'],
      ['9.5.4.1-3 (d)', '9.5.4.1-3', 'passed'],
      ['9.5.4.1-4 (d)', '9.5.4.1-4', 'failed'],
    ] as const
  ).map(
    ([derived, id, verb]): Breach => ({
      ids: [derived, id],
      what: `${verb} without a duration`,
      verb,
      change: (statement) => delete statement.result?.duration,
    }),
  ),
];

describe('cmi5 9.3, 9.5: what the results in a session may be', function () {
  this.timeout(60_000);
  refusesEach(breaches);
});
