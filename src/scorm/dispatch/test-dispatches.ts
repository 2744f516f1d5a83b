import { expect } from 'chai';
import { startTestHub, type TestAnswer, type TestHub } from '../../api/test-hub.ts';
import { createSeed, type Seed } from '../../api/test-seed.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import { createDispatchTokens } from './dispatch-token.ts';
import { LAUNCH_PATH } from './launch/launch-path.ts';

export interface DispatchBody {
  id: string;
  revision: 'latest' | number;
  seatsTaken: number;
  version: number;
}

interface Session {
  sessionToken: string;
  record: string;
  shellOrigin: string;
  learner: unknown;
  standing?: { scoreScaled: number; completion: string };
  content: { revision: string; items: { front: string }[] };
}

export const LMS = 'https://lms.example.org';

/** A hub with what shells and players ask of it, for tests. */
export async function openDispatches() {
  const hub: TestHub = await startTestHub({ RATE_LIMIT_IP: '100000' });
  const seed: Seed = createSeed(hub);

  async function dispatched(settings: object = {}) {
    const { deckId, promptId } = await seed.published();
    const made = await seed.call<DispatchBody>('POST', '/v1/dispatches', { deckId, ...settings });
    const token = await createDispatchTokens(hub.hub).sign(hub.tenantId, made.id);
    return { ...made, deckId, promptId, token };
  }
  function launch(
    token: string,
    { learner = 'learner-1', mode = 'normal', origin = LMS as string | null } = {},
  ): Promise<TestAnswer> {
    return hub.request('POST', LAUNCH_PATH, {
      key: null,
      body: { dispatch: token, learner: { id: learner, name: 'Doe, Jo' }, mode },
      headers: origin === null ? {} : { Origin: origin },
    });
  }
  const codeOf = (answer: TestAnswer) => (answer.body as { code?: string }).code;
  async function open(answer: TestAnswer): Promise<Session> {
    expect(answer.status, answer.text).to.equal(200);
    const link = (answer.body as { url: string }).url.split('/').pop();
    const opened = await hub.request('POST', '/play/api/sessions', { key: null, body: { link } });
    expect(opened.status, opened.text).to.equal(200);
    return opened.body as Session;
  }
  async function play(session: Session, path: string, body: unknown): Promise<unknown> {
    const key = session.sessionToken;
    const answer = await hub.request('POST', `/play/api${path}`, { key, body });
    expect(answer.status, answer.text).to.equal(200);
    return answer.body;
  }
  const answered = (promptId: string, correct: boolean) => [
    {
      ...{ id: uuidv7(), promptId, response: 'a', correct, latencyMs: 10 },
      answeredAt: new Date().toISOString(),
    },
  ];
  async function test(session: Session, promptId: string, correct: boolean): Promise<void> {
    const id = uuidv7();
    await play(session, '/attempts', { id });
    await play(session, `/attempts/${id}/answers`, answered(promptId, correct));
    await play(session, `/attempts/${id}/finish`, { finishedAt: new Date().toISOString() });
  }
  return { hub, seed, dispatched, launch, codeOf, open, play, answerTest: test };
}
