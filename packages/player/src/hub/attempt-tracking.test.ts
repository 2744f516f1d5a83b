import { expect } from 'chai';
import { uuidv7 } from '../uuid.ts';
import { type AnswerBody, hubAttemptTracking } from './attempt-tracking.ts';
import { type HubClient, HubError } from './client.ts';

function kept(n: number): AnswerBody[] {
  return Array.from({ length: n }, (_, i) => ({
    ...{ id: uuidv7(i), promptId: `prompt-${i}`, response: 'a', correct: true, latencyMs: 1 },
    answeredAt: new Date(i).toISOString(),
  }));
}

function setup(answers: AnswerBody[], refuses: (promptId: string) => boolean = () => false) {
  const got: string[] = [];
  const paths: string[] = [];
  let failure: HubError | null = null;
  const client: Pick<HubClient, 'post'> = {
    async post(path, body) {
      paths.push(path.replace(/^\/attempts\/[^/]+/, ''));
      if (failure) throw failure;
      if (!Array.isArray(body)) return;
      if (body.some(({ promptId }) => refuses(promptId))) throw new HubError(404, 'not_found', '');
      got.push(...body.map(({ promptId }) => promptId));
    },
  };
  const attempt = { id: uuidv7(1), completedAt: 5 };
  const tracking = hubAttemptTracking(client, () => 1, { attempt, answers });
  return {
    ...{ tracking, got, paths, attempt },
    fail: (error: HubError | null) => {
      failure = error;
    },
  };
}

describe('attempt at a test in the hub', () => {
  it('goes on with what a launch before has left, and ends it', async () => {
    const { tracking, got, paths, attempt } = setup(kept(2));
    expect(tracking.open()).to.deep.include({ attempt });
    await tracking.commit('answer');
    expect(got).to.deep.equal(['prompt-0', 'prompt-1']);
    expect(paths).to.deep.equal(['/attempts', '/answers', '/finish']);
    expect(tracking.open()).to.deep.equal({ attempt: null, answers: [] });
  });

  it('sends many answers in several requests', async () => {
    const { tracking, got, paths } = setup(kept(450));
    await tracking.commit('answer');
    expect(got).to.have.length(450);
    expect(paths.filter((path) => path === '/answers')).to.have.length(3);
  });

  it('an answer that is refused for good does not take the others with it', async () => {
    const { tracking, got, paths } = setup(kept(4), (promptId) => promptId === 'prompt-2');
    const failed = await tracking.commit('answer').catch((error: unknown) => error);
    expect(failed).to.have.property('retry', false);
    expect(got).to.deep.equal(['prompt-0', 'prompt-1', 'prompt-3']);
    expect(paths.at(-1)).to.equal('/finish');
    expect(tracking.open().answers).to.deep.equal([]);
  });

  it('keeps all while the hub cannot be reached', async () => {
    const { tracking, fail, got } = setup(kept(3));
    fail(new HubError(0, 'unreachable', ''));
    const failed = await tracking.commit('answer').catch((error: unknown) => error);
    expect(failed).to.have.property('retry', true);
    expect(tracking.open().answers).to.have.length(3);
    fail(null);
    await tracking.commit('answer');
    expect(got).to.have.length(3);
  });
});
