import { expect } from 'chai';
import { sampleContent } from '../../../test/sample-content.ts';
import { type Interaction, TrackingError } from '../tracking.ts';
import type { Lrs } from './lrs.ts';
import type { XapiSession } from './session.ts';
import type { Statement } from './statement.ts';
import { xapiTracking } from './xapi-tracking.ts';

const START = Date.UTC(2026, 2, 4, 10, 0, 0);
const SESSION_ID = 'https://w3id.org/xapi/cmi5/context/extensions/sessionid';

const session: XapiSession = {
  profile: 'cmi5',
  endpoint: 'https://lms.example/xapi/',
  authorization: 'Basic eDp5',
  actor: { objectType: 'Agent', account: { homePage: 'https://lms.example', name: '1' } },
  activityId: 'https://lms.example/au/1',
  registration: 'b0b0b0b0-0000-4000-8000-000000000001',
  mode: 'normal',
  masteryScore: 0.8,
  context: {
    contextActivities: { grouping: [{ id: 'https://publisher.example/au' }] },
    extensions: { [SESSION_ID]: 's-1' },
  },
};

const answer: Interaction = {
  id: '0190a0b0-7c00-7000-8000-000000000001',
  itemId: 'item 1',
  type: 'choice',
  description: 'Which?',
  response: 'a,c',
  correctResponses: ['a,b'],
  choices: [{ id: 'a', text: 'Lima' }],
  objectiveIds: ['topic 1', 'https://outcomes.example/2'],
  correct: false,
  latencyMs: 1234,
  at: START,
};

async function open(changes: Partial<XapiSession> = {}, saved: string | null = null) {
  const sent: Statement[] = [];
  const states: string[] = [];
  const failures: TrackingError[] = [];
  let time = START;
  const lrs: Lrs = {
    async sendStatements(statements) {
      const failure = failures.shift();
      if (failure) throw failure;
      sent.push(...statements);
    },
    readState: async () => saved,
    async writeState(_id, text) {
      states.push(text);
    },
    readProfile: async () => null,
  };
  const content = sampleContent({ language: 'de' });
  const tracking = xapiTracking({ ...session, ...changes }, content, () => (time += 1000), lrs);
  const start = await tracking.init();
  const verbs = () => sent.map(({ verb }) => verb.id.split('/').at(-1));
  return { tracking, start, sent, states, failures, verbs };
}

const passed = { completion: 'completed', success: 'passed' } as const;
const failed = { completion: 'completed', success: 'failed' } as const;

describe('xAPI and cmi5', () => {
  it('says that it is initialized before anything else, and takes up what it had saved', async () => {
    const saved = JSON.stringify({ state: 'Bxyz', location: 'i', completed: true, passed: false });
    const { start, verbs } = await open({}, saved);
    expect(verbs()).to.deep.equal(['initialized']);
    expect(start).to.include({ state: 'Bxyz', location: 'i', masteryScore: 0.8, mode: 'normal' });
  });

  it('cmi5 9.6: the context template is in every statement, with registration and category', async () => {
    const { tracking, sent } = await open();
    await tracking.interaction(answer);
    await tracking.score(1);
    await tracking.outcome(passed);
    await tracking.commit('answer');
    for (const { context, actor } of sent) {
      expect(actor).to.equal(session.actor);
      expect(context.registration).to.equal(session.registration);
      expect(context.extensions).to.include({ [SESSION_ID]: 's-1' });
      expect(context.contextActivities?.grouping).to.deep.equal([
        { id: 'https://publisher.example/au' },
      ]);
    }
    const categories = sent.map(({ context }) => context.contextActivities?.category?.length ?? 0);
    expect(categories).to.deep.equal([1, 0, 2, 2]);
  });

  it('an answer is an interaction with its question, choices and objectives', async () => {
    const { tracking, sent } = await open();
    await tracking.interaction(answer);
    await tracking.commit('answer');
    const { object, result, context, id } = sent[1] ?? {};
    expect(id).to.equal(answer.id);
    expect(object).to.deep.equal({
      objectType: 'Activity',
      id: 'https://lms.example/au/1/prompts/item%201',
      definition: {
        type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
        interactionType: 'choice',
        name: { de: 'Which?' },
        correctResponsesPattern: ['a[,]b'],
        choices: [{ id: 'a', description: { de: 'Lima' } }],
      },
    });
    expect(result).to.deep.equal({ response: 'a[,]c', success: false, duration: 'PT1.23S' });
    const objectives = context?.contextActivities?.other ?? [];
    expect(objectives.map((one) => Reflect.get(Object(one), 'id'))).to.deep.equal([
      'https://lms.example/au/1/objectives/topic%201',
      'https://outcomes.example/2',
    ]);
  });

  it('cmi5 9.5: score, success and duration as each verb has them', async () => {
    const { tracking, sent } = await open();
    await tracking.score(0.875);
    await tracking.outcome(passed);
    await tracking.finish('exit');
    const [, first, second, last] = sent;
    expect(first?.result).to.deep.include({
      score: { scaled: 0.875, raw: 87.5, min: 0, max: 100 },
      success: true,
    });
    expect(first?.context.extensions).to.include({
      'https://w3id.org/xapi/cmi5/context/extensions/masteryscore': 0.8,
    });
    expect(second?.result).to.have.all.keys('completion', 'duration');
    expect(last?.result).to.have.all.keys('duration');
    expect(last?.verb.id).to.match(/terminated$/);
  });

  it('cmi5 9.3: each verb at most once, passed and completed once for a registration', async () => {
    const { tracking, verbs, states } = await open();
    for (const outcome of [failed, failed, passed, passed, failed]) await tracking.outcome(outcome);
    await tracking.commit('answer');
    expect(verbs()).to.deep.equal(['initialized', 'failed', 'completed', 'passed']);
    const again = await open({}, states.at(-1) ?? null);
    await again.tracking.outcome(passed);
    await again.tracking.finish('exit');
    expect(again.verbs()).to.deep.equal(['initialized', 'terminated']);
  });

  it('Browse and Review begin and end, and say nothing else', async () => {
    for (const mode of ['browse', 'review'] as const) {
      const { tracking, verbs, states } = await open({ mode });
      await tracking.interaction(answer);
      await tracking.outcome(passed);
      await tracking.saveState('A');
      await tracking.commit('answer');
      await tracking.finish('exit');
      expect(verbs()).to.deep.equal(['initialized', 'terminated']);
      expect(states).to.deep.equal([]);
    }
  });

  it('what was not taken is sent again under the same id', async () => {
    const { tracking, sent, failures } = await open();
    await tracking.interaction(answer);
    failures.push(new TrackingError('gone', 'retry'));
    await tracking.commit('answer').catch(() => {});
    await tracking.commit('answer');
    await tracking.commit('answer');
    expect(sent.map(({ id }) => id).filter((id) => id === answer.id)).to.have.length(1);
  });

  it('what is refused for good is not sent again', async () => {
    const { tracking, verbs, failures } = await open();
    await tracking.interaction(answer);
    failures.push(new TrackingError('no', 'give up'));
    const error = await tracking.commit('answer').catch((e: unknown) => e);
    expect(error).to.have.property('retry', false);
    await tracking.commit('answer');
    expect(verbs()).to.deep.equal(['initialized']);
  });

  it('when the page goes away, the rest is under way at once, its end last', async () => {
    const { tracking, verbs, states } = await open();
    await tracking.interaction(answer);
    await tracking.saveState('A');
    void tracking.finish('leave');
    expect(verbs()).to.deep.equal(['initialized', 'answered', 'terminated']);
    expect(states).to.have.length(1);
  });

  it('outside cmi5, what is not complete is suspended, and there are no categories of cmi5', async () => {
    const { tracking, verbs, sent } = await open({ profile: 'xapi', context: {} });
    await tracking.interaction(answer);
    await tracking.finish('exit');
    expect(verbs()).to.deep.equal(['initialized', 'answered', 'suspended']);
    for (const { context } of sent) expect(context.contextActivities).not.to.have.key('category');
  });
});
