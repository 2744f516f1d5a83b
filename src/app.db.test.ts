import { expect } from 'chai';
import { startTestHub, type TestHub } from './api/test-hub.ts';
import { createApp } from './app.ts';

const id = '01900000-0000-7000-8000-000000000000';

/** Every route outside `/v1`, and what somebody without any credential gets there. */
const expected: Record<string, number> = {
  'GET /health/live': 200,
  'GET /health': 200,
  'GET /health/ready': 200,
  'GET /metrics': 200,
  'GET /openapi.json': 200,
  'GET /docs': 200,
  'GET /docs/start.js': 200,
  'GET /docs/:file': 404,
  'POST /play/api/sessions': 404,
  'GET /play/assets/player.js': 200,
  'GET /play/assets/player.css': 200,
  'GET /play/media/:token/:file': 404,
  'GET /play/api/queue': 401,
  'POST /play/api/reviews': 401,
  'POST /play/api/undo': 401,
  'POST /play/api/marks': 401,
  'POST /play/api/attempts': 401,
  'POST /play/api/attempts/:attemptId/answers': 401,
  'POST /play/api/attempts/:attemptId/finish': 401,
  // The page of the player says itself that a link does not hold.
  'GET /play/:link': 200,
  'GET /directory/:connection/login': 404,
  'POST /directory/:connection/login': 404,
  'GET /lti/login': 400,
  'POST /lti/login': 400,
  'GET /lti/probe': 200,
  'POST /lti/launch': 400,
  'POST /lti/deep-link': 400,
  'POST /lti/notices': 400,
  'GET /lti/assets/style.css': 200,
  'GET /lti/assets/storage.js': 200,
  'GET /lti/assets/login.js': 200,
  'GET /lti/assets/launch.js': 200,
  'GET /lti/jwks': 200,
  'GET /lti/jwks/:tenant': 404,
  'GET /lti/assets/forms.css': 200,
  'GET /lti/assets/picker.css': 200,
  'GET /lti/assets/picker.js': 200,
  'GET /lti/assets/register.js': 200,
  'GET /lti/assets/review.css': 200,
  'GET /lti/claim/:code': 404,
  'POST /lti/claim/:code': 401,
  'GET /lti/deep-link/:code': 400,
  'POST /lti/deep-link/respond': 400,
  'POST /lti/deep-link/cancel': 400,
  'GET /lti/deep-link/api/decks': 401,
  'POST /lti/deep-link/api/decks/:deckId/preview': 401,
  'GET /lti/deep-link/api/decks/:deckId/tags': 401,
  'GET /lti/review/:code': 400,
  'POST /lti/review/comments': 400,
  // Nobody registers without an invitation.
  'GET /lti/register': 404,
  'POST /lti/register': 404,
  'GET /start/style.css': 200,
  'GET /': 200,
  'POST /start/sign-out': 302,
  'POST /start/keys': 401,
  'POST /start/imports': 401,
  'GET /start/imports/:id': 401,
  'GET /start/decks/:id': 401,
  'POST /start/decks/:id/play': 401,
  'POST /start/decks/:id/exports': 401,
  'GET /start/exports/:id': 401,
  // A page with a button; pressing it with a token that does not hold signs nobody in.
  'GET /start/:token': 200,
  'POST /start/:token': 410,
};

interface Layer {
  methods: string[];
  path: string;
}

/** Routes of the app as they are mounted. */
function mounted(hub: TestHub): string[] {
  const routers = createApp(hub.hub).middleware.flatMap((middleware) =>
    'router' in middleware ? [middleware.router as { stack: Layer[] }] : [],
  );
  return routers.flatMap(({ stack }) =>
    stack.flatMap(({ methods, path }) =>
      methods.filter((method) => method !== 'HEAD').map((method) => `${method} ${path}`),
    ),
  );
}

describe('routes outside the API', () => {
  let hub: TestHub;

  before(async () => {
    hub = await startTestHub();
  });
  after(() => hub.close());

  it('are all listed here', () => {
    // The LRS answers every method of its resources in its own shape: see xapi/lrs.db.test.ts.
    const outside = mounted(hub).filter((route) => !/ (\/v1|\/xapi)\//.test(route));
    expect(outside.sort()).to.deep.equal(Object.keys(expected).sort());
  });

  for (const [route, status] of Object.entries(expected)) {
    it(`answer ${status} to a stranger's ${route}`, async () => {
      const [method = '', path = ''] = route.split(' ');
      const body = path === '/play/api/sessions' ? { link: 'not-a-link' } : undefined;
      const answer = await hub.request(method, path.replaceAll(/:\w+/g, id), { key: null, body });
      expect(answer.status, answer.text).to.equal(status);
      expect(answer.headers.get('Set-Cookie') ?? '').to.not.match(/hub_session=[\w-]{20}/);
    });
  }
});
