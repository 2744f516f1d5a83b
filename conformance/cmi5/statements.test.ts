import { expect } from 'chai';
import { propertyOf } from './lms/au.ts';
import { type Breach, refusesEach } from './lms/breach.ts';
import { DEFINED, MASTERY, MOVE_ON, SESSION } from './vocabulary.ts';

const score = { scaled: 0.9 };

const breaches: Breach[] = [
  {
    ids: ['9.1.0.0-1 (d)', '9.1.0.0-1'],
    what: 'without an id',
    change: (statement) => delete statement.id,
  },
  {
    ids: ['6.3.0.0-1', '6.3.0.0-2'],
    what: 'that voids another',
    verb: 'voided',
    change: (statement) => {
      statement.object = { objectType: 'StatementRef', id: crypto.randomUUID() };
    },
  },
  {
    ids: ['9.7.0.0-1 (d)', '9.7.0.0-1'],
    what: 'without a timestamp',
    change: (statement) => delete statement.timestamp,
  },
  {
    ids: ['9.7.0.0-2 (d)', '9.7.0.0-2'],
    what: 'with a timestamp that is not in UTC',
    change: (statement) => {
      statement.timestamp = statement.timestamp?.replace('Z', '-06:00') ?? '';
    },
  },
  {
    ids: ['8.1.3.0-3 (d)', '8.1.3.0-3'],
    what: 'of another actor',
    change: (statement) => {
      statement.actor = { objectType: 'Agent', mbox: 'mailto:other@example.com' };
    },
  },
  {
    ids: ['9.2.0.0-2'],
    what: 'of a Group',
    verb: 'passed',
    change: (statement) => {
      statement.actor.objectType = 'Group';
    },
  },
  {
    ids: ['9.6.0.0-1 (d)', '9.6.0.0-1'],
    what: 'without a context',
    change: (statement) => delete statement.context,
  },
  {
    ids: ['9.6.1.0-1 (d)', '8.1.4.0-3', '8.1.4.0-3 (d)'],
    what: 'without the registration',
    change: (statement) => delete statement.context?.registration,
  },
  {
    ids: ['9.6.1.0-1 (d)', '8.1.4.0-3 (d)'],
    what: 'with another registration',
    change: ({ context = {} }) => {
      context.registration = crypto.randomUUID();
    },
  },
  {
    ids: ['9.6.3.1-4 (d)', '9.6.3.1-4'],
    what: 'without the session id',
    change: (statement) => delete statement.context?.extensions?.[SESSION],
  },
  {
    ids: ['9.6.3.1-4 (d)', '10.2.1.0-7', '10.2.1.0-7 (d)'],
    what: 'with another session id',
    change: ({ context = {} }) => {
      context.extensions = { ...context.extensions, [SESSION]: crypto.randomUUID() };
    },
  },
  {
    ids: ['10.2.1.0-6 (d)', '10.2.1.0-6', '9.6.2.0-1', '9.6.2.0-1 (d)'],
    what: 'without the activities of the context template',
    change: (statement) => delete statement.context?.contextActivities?.grouping,
  },
  {
    ids: ['10.2.1.0-6 (d)', '10.2.1.0-7 (d)'],
    what: 'with other activities in the place of those of the context template',
    change: ({ context = {} }) => {
      context.contextActivities = { grouping: [{ id: 'https://other.example/1' }] };
    },
  },
  {
    ids: ['9.6.2.2-2 (d)', '9.6.2.2-2'],
    what: 'that is cmi5 allowed, with the moveOn category',
    change: ({ context = {} }) => {
      context.contextActivities = { ...context.contextActivities, category: [{ id: MOVE_ON }] };
    },
  },
  {
    ids: ['9.6.2.2-2 (d)', '9.6.2.2-2'],
    what: 'terminated, with the moveOn category',
    verb: 'terminated',
    change: ({ context = {} }) => {
      const category = [{ id: DEFINED }, { id: MOVE_ON }];
      context.contextActivities = { ...context.contextActivities, category };
    },
  },
  {
    ids: ['8.1.5.0-6 (d)', '8.1.5.0-6', '9.4.0.0-1 (d)'],
    what: 'about another activity',
    verb: 'passed',
    change: (statement) => {
      statement.object.id = 'https://other.example/1';
    },
  },
  {
    ids: ['9.3.0.0-1'],
    what: 'with the cmi5 category and a verb that is none of an AU',
    verb: 'completed',
    change: (statement) => {
      statement.verb.id = 'https://w3id.org/xapi/adl/verbs/satisfied';
    },
  },
  {
    ids: ['9.3.2.0-3 (d)', '9.3.2.0-3', '9.3.0.0-2', '9.3.0.0-2 (d)'],
    what: 'initialized again',
    verb: 'initialized',
  },
  {
    ids: ['9.6.3.2-2 (d)', '9.6.3.2-2'],
    what: 'passed by a score, without the mastery score in its context',
    verb: 'passed',
    score,
    change: (statement) => delete statement.context?.extensions?.[MASTERY],
  },
  {
    ids: ['9.6.3.2-2 (d)'],
    what: 'passed by a score, with another mastery score in its context',
    verb: 'passed',
    score,
    change: ({ context = {} }) => {
      context.extensions = { ...context.extensions, [MASTERY]: 0.5 };
    },
  },
  ...(
    [
      ['9.6.2.2-1 (d1)', 'completed'],
      ['9.6.2.2-1 (d2)', 'passed'],
      ['9.6.2.2-1 (d3)', 'failed'],
    ] as const
  ).map(
    ([id, verb]): Breach => ({
      ids: [id, '9.6.2.2-1'],
      what: `${verb} without the moveOn category`,
      verb,
      change: ({ context = {} }) => {
        context.contextActivities = { ...context.contextActivities, category: [{ id: DEFINED }] };
      },
    }),
  ),
];

describe('6.0.0.0-4: cmi5 9: what a session may hold', function () {
  this.timeout(60_000);
  const { au, refused } = refusesEach(breaches);

  it('one that breaks a rule takes its whole batch with it, and is named', async () => {
    const { allowed, say } = au();
    const late = allowed();
    delete late.context;
    const { status, body } = await say(allowed(), late);
    expect([status, propertyOf(body, 'statement')]).to.deep.equal([403, 1]);
    await refused([allowed(), late], '9.6.0.0-1 (d)');
  });

  it("by xAPI's alternate syntax the same rules hold", async () => {
    const { allowed, authorization, endpoint } = au();
    const statement = allowed();
    delete statement.context;
    const form = new URLSearchParams({
      content: JSON.stringify(statement),
      Authorization: authorization,
      'X-Experience-API-Version': '1.0.3',
      'Content-Type': 'application/json',
      statementId: statement.id ?? '',
    });
    const response = await fetch(`${endpoint}statements?method=PUT`, {
      method: 'POST',
      body: form,
    });
    expect(response.status).to.equal(403);
  });
});
