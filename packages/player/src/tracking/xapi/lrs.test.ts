import { expect } from 'chai';
import { type Asked, type Reply, startServer, type WebServer } from '../../../test/web-server.ts';
import { createLrs, type Lrs } from './lrs.ts';
import { type Statement, verb } from './statement.ts';

const statement = (id: string): Statement => ({
  id,
  timestamp: '2026-03-04T10:00:00.000Z',
  actor: {},
  verb: verb('answered'),
  object: { objectType: 'Activity', id: 'https://lms.example/au' },
  context: {},
});

describe('the learning record store of a launch', () => {
  let server: WebServer;
  let asked: Asked[];
  let answer: (asked: Asked) => Reply | null;
  let lrs: Lrs;

  before(async () => {
    server = await startServer((request) => {
      asked.push(request);
      return answer(request);
    });
  });
  beforeEach(() => {
    asked = [];
    answer = () => ({ body: '' });
    lrs = createLrs({
      endpoint: `${server.origin}/xapi//`,
      authorization: 'Basic eDp5',
      actor: { mbox: 'mailto:a@b.c' },
      activityId: 'https://lms.example/au',
      registration: 'r-1',
    });
  });
  after(() => server.close());

  const failure = (call: Promise<unknown>) => call.catch((error: unknown) => error);

  it('takes statements in one request, with version and authorization', async () => {
    await lrs.sendStatements([statement('a'), statement('b')], true);
    expect(asked).to.have.length(1);
    expect(asked[0]).to.include({ method: 'POST', path: '/xapi/statements' });
    expect(asked[0]?.headers).to.include({
      authorization: 'Basic eDp5',
      'x-experience-api-version': '1.0.3',
    });
    expect(JSON.parse(asked[0]?.body ?? '')).to.have.length(2);
  });

  it('keeps state under the activity, the agent and the registration', async () => {
    answer = ({ method }) => (method === 'GET' ? { body: 'saved' } : { status: 204, body: '' });
    await lrs.writeState('s', 'text', false);
    expect(await lrs.readState('s')).to.equal('saved');
    for (const { path, query } of asked) {
      expect(path).to.equal('/xapi/activities/state');
      expect(Object.fromEntries(query)).to.deep.equal({
        stateId: 's',
        activityId: 'https://lms.example/au',
        agent: '{"mbox":"mailto:a@b.c"}',
        registration: 'r-1',
      });
    }
    answer = () => ({ status: 404, body: '' });
    expect(await lrs.readState('s')).to.equal(null);
  });

  it('tries again what may pass, and gives up what is refused', async () => {
    for (const [status, retry] of [
      [503, true],
      [429, true],
      [403, false],
      [400, false],
    ] as const) {
      answer = () => ({ status, body: '' });
      expect(await failure(lrs.sendStatements([statement('a')], false))).to.include({ retry });
    }
    answer = () => null;
    expect(await failure(lrs.sendStatements([statement('a')], false))).to.include({ retry: true });
  });

  it('takes a statement that is there already as sent', async () => {
    answer = () => ({ status: 409, body: '' });
    await lrs.sendStatements([statement('a')], false);
  });

  it('sends each by itself when one of them is refused', async () => {
    answer = ({ body }) => ({ status: body.includes('"bad"') ? 400 : 200, body: '' });
    const sent = lrs.sendStatements([statement('a'), statement('bad')], false);
    expect(await failure(sent)).to.include({ retry: false });
    expect(asked.map(({ body }) => JSON.parse(body).length)).to.deep.equal([2, 1, 1]);
  });
});
