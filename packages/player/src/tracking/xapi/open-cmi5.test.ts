import { expect } from 'chai';
import { type Asked, type Reply, startServer, type WebServer } from '../../../test/web-server.ts';
import { LaunchError } from '../launch-error.ts';
import { openCmi5 } from './open-cmi5.ts';

const launchData = {
  contextTemplate: { extensions: { x: 1 } },
  launchMode: 'Review',
  moveOn: 'Passed',
  masteryScore: 0.7,
  returnURL: 'https://lms.example/back',
};

describe('a cmi5 launch', () => {
  let server: WebServer;
  let asked: Asked[];
  let answers: Record<string, Reply | null>;

  before(async () => {
    server = await startServer((request) => {
      asked.push(request);
      return answers[request.path] ?? { status: 404, body: '' };
    });
  });
  beforeEach(() => {
    asked = [];
    answers = {
      '/fetch': { body: JSON.stringify({ 'auth-token': 'dG9rZW4=' }) },
      '/xapi/activities/state': { body: JSON.stringify(launchData) },
    };
  });
  after(() => server.close());

  const open = () =>
    openCmi5(
      `?${new URLSearchParams({
        endpoint: `${server.origin}/xapi`,
        fetch: `${server.origin}/fetch`,
        actor: JSON.stringify({ account: { homePage: 'https://lms.example', name: '1' } }),
        registration: 'r-1',
        activityId: 'https://lms.example/au',
      })}`,
    );
  const failure = async () => open().catch((error: unknown) => error);

  it('8.2, 10.1, 11: fetches the token by POST, then the launch data and the preferences', async () => {
    const session = await open();
    expect(session).to.deep.include({
      profile: 'cmi5',
      authorization: 'Basic dG9rZW4=',
      mode: 'review',
      masteryScore: 0.7,
      returnUrl: 'https://lms.example/back',
      context: { extensions: { x: 1 } },
    });
    expect(asked[0]).to.include({ method: 'POST', path: '/fetch' });
    const [state, profile] = asked.slice(1).sort((a, b) => a.path.localeCompare(b.path));
    expect(state?.query.get('stateId')).to.equal('LMS.LaunchData');
    expect(profile?.query.get('profileId')).to.equal('cmi5LearnerPreferences');
    for (const { headers } of asked.slice(1)) {
      expect(headers.authorization).to.equal('Basic dG9rZW4=');
    }
  });

  it('8.2.3: a token that was fetched before is an expired launch', async () => {
    answers['/fetch'] = { body: JSON.stringify({ 'error-code': '1', 'error-text': 'used' }) };
    expect(await failure())
      .to.be.instanceOf(LaunchError)
      .with.property('problem', 'expired');
  });

  it('a token that cannot be fetched, or missing launch data, is a failed launch', async () => {
    answers['/xapi/activities/state'] = { status: 404, body: '' };
    expect(await failure()).to.have.property('problem', 'failed');
    answers['/fetch'] = null;
    expect(await failure()).to.have.property('problem', 'failed');
  });

  it('without its parameters there is no launch', async () => {
    expect(await openCmi5('')).to.equal(null);
  });
});
