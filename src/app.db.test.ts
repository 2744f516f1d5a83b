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
  'GET /scim/v2': 401,
  'POST /scim/v2/.search': 401,
  'GET /scim/v2/Users': 401,
  'POST /scim/v2/Users': 401,
  'POST /scim/v2/Users/.search': 401,
  'GET /scim/v2/Users/:id': 401,
  'PUT /scim/v2/Users/:id': 401,
  'PATCH /scim/v2/Users/:id': 401,
  'DELETE /scim/v2/Users/:id': 401,
  'GET /scim/v2/Groups': 401,
  'POST /scim/v2/Groups': 401,
  'POST /scim/v2/Groups/.search': 401,
  'GET /scim/v2/Groups/:id': 401,
  'PUT /scim/v2/Groups/:id': 401,
  'PATCH /scim/v2/Groups/:id': 401,
  'DELETE /scim/v2/Groups/:id': 401,
  'POST /scim/v2/Bulk': 401,
  'GET /scim/v2/Bulk/:id': 401,
  'POST /scim/v2/SecurityEvents': 401,
  'GET /scim/v2/Schemas': 401,
  'GET /scim/v2/Schemas/:id': 401,
  'GET /scim/v2/ResourceTypes': 401,
  'GET /scim/v2/ResourceTypes/:id': 401,
  // What the hub can do is no secret (RFC 7644 4); receivers of events check them by the keys.
  'GET /scim/v2/ServiceProviderConfig': 200,
  'GET /scim/v2/jwks/:tenant': 404,
  'POST /scim/v2/oauth/token': 400,
  'GET /sso': 200,
  'GET /sso/assets/style.css': 200,
  'GET /sso/assets/submit.js': 200,
  'GET /sso/signed-out': 200,
  'POST /sso/sign-out': 200,
  'GET /sso/saml/:connection/metadata': 404,
  'GET /sso/saml/:connection/login': 404,
  'POST /sso/saml/:connection/acs': 404,
  'GET /sso/saml/:connection/slo': 404,
  'POST /sso/saml/:connection/slo': 404,
  'GET /sso/oidc/:connection/login': 404,
  'GET /sso/oidc/:connection/callback': 404,
  'POST /sso/oidc/:connection/backchannel-logout': 400,
  // Whoever has no link, or one that is over; a page with a button spares links that mail scanners open.
  'GET /sso/setup': 410,
  'GET /sso/setup/:token': 200,
  'POST /sso/setup/:token': 410,
  'POST /sso/setup/idp': 410,
  'GET /sso/setup/scim': 410,
  'POST /sso/setup/scim': 410,
  'POST /sso/setup/scim/token': 410,
  'GET /sso/setup/sso': 410,
  'POST /sso/setup/sso': 410,
  'POST /sso/setup/sso/enable': 410,
  'POST /sso/setup/sso/provider': 410,
  'POST /sso/setup/sso/restart': 410,
  'POST /sso/setup/finish': 410,
  'GET /play/home': 401,
  'POST /play/home/open': 401,
  'GET /play/assets/home.css': 200,
  'GET /play/courses/:token': 404,
  // Parts of a course, by a link that says whose they are.
  'GET /play/assets/parts.css': 200,
  'GET /play/parts/:token': 404,
  'GET /play/parts/:token/:place': 404,
  // A token that is not given is an answer too (cmi5 8.2).
  'OPTIONS /cmi5/fetch/:key': 204,
  'GET /cmi5/fetch/:key': 405,
  'POST /cmi5/fetch/:key': 200,
  // Whoever holds a dispatch's package; its id and secret are in the body.
  'OPTIONS /dispatch/launches': 204,
  'POST /dispatch/launches': 422,
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
  'POST /lti/deep-link/api/courses/:courseId/preview': 401,
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
  'GET /start/courses/:id': 401,
  'POST /start/courses/:id/play': 401,
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
    // The LRS answers every method of its resources in its own shape: see xapi/lrs.db.test.ts; so
    // does SCIM at /Me and where nothing is: see scim/testing.
    const outside = mounted(hub).filter(
      (route) => !/ (\/v1\/|\/xapi\/|\/scim\/v2\/Me$|\/\^)/.test(route),
    );
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
