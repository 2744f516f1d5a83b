import { Router } from '@koa/router';
import type { Context } from 'koa';
import { readBulkAnswer } from './bulk/async-bulk.ts';
import { answerBulk } from './bulk/bulk.ts';
import { MAX_PAYLOAD } from './bulk/read-bulk.ts';
import { createJwks } from './events/jwks.ts';
import { pollEvents } from './events/poll-events.ts';
import { sendJson } from './http/answer.ts';
import type { ResourceEndpoint, ScimHandler } from './http/scim-call.ts';
import { scimErrors } from './http/scim-errors.ts';
import { createServe } from './http/serve.ts';
import { logRequests } from './log/log-requests.ts';
import { createMe, type MeDeps } from './me/me.ts';
import { listResources } from './queries/list.ts';
import { queryOfSearch, queryOfUrl } from './queries/query.ts';
import type { ResourceKind } from './schemas/registry.ts';
import type { Scim } from './scim.ts';
import { ScimError } from './scim-error.ts';
import { type OauthTokenDeps, oauthTokenRouter } from './tokens/oauth-token-router.ts';

export interface ScimRouterDeps extends Omit<OauthTokenDeps, 'limiter'> {
  scim: Scim;
  authenticate: MeDeps['authenticate'];
}

const PATH = '/scim/v2';

/** `/scim/v2`: every endpoint of RFC 7644 3.2. */
export function scimRouter(deps: ScimRouterDeps): Router {
  const { scim, database, authenticate } = deps;
  const { users, groups, lists, discovery, limiter } = scim;
  const serve = createServe(scim);
  const router = new Router({ prefix: PATH });
  router.use(logRequests(scim.provisioningLog), scimErrors);

  const list =
    (...kinds: ResourceKind[]): ScimHandler =>
    async (call) => {
      const response = await listResources(lists, call, queryOfUrl(call.query, kinds));
      return { status: 200, body: response };
    };
  const search =
    (...kinds: ResourceKind[]): ScimHandler =>
    async (call) => {
      const response = await listResources(lists, call, queryOfSearch(call.body, kinds));
      return { status: 200, body: response };
    };

  function resource(path: string, kind: ResourceKind, endpoint: ResourceEndpoint): void {
    const [all, one] = [path, `${path}/:id`];
    const route = { all: `${PATH}${all}`, one: `${PATH}${path}/{id}` };
    const reads = { scope: 'read' as const };
    const writes = { scope: 'write' as const };
    router.post(
      `${path}/.search`,
      serve({ route: `${route.all}/.search`, ...reads, handler: search(kind) }),
    );
    router.get(all, serve({ route: route.all, ...reads, handler: list(kind) }));
    router.post(all, serve({ route: route.all, ...writes, handler: endpoint.create }));
    router.get(one, serve({ route: route.one, ...reads, handler: endpoint.read }));
    router.put(one, serve({ route: route.one, ...writes, handler: endpoint.replace }));
    router.patch(one, serve({ route: route.one, ...writes, handler: endpoint.patch }));
    router.delete(one, serve({ route: route.one, ...writes, handler: endpoint.remove }));
  }

  function read(path: string, handler: ScimHandler): void {
    const route = `${PATH}${path.replace(':id', '{id}')}`;
    router.get(path, serve({ route, scope: 'read', handler }));
  }

  resource('/Users', 'User', users);
  resource('/Groups', 'Group', groups);
  read('/', list('User', 'Group'));
  router.post(
    '/.search',
    serve({ route: `${PATH}/.search`, scope: 'read', handler: search('User', 'Group') }),
  );
  router.post(
    '/Bulk',
    serve({
      ...{ route: `${PATH}/Bulk`, scope: 'write', limit: MAX_PAYLOAD },
      handler: (call, ctx) => answerBulk(scim.bulk, call, ctx),
    }),
  );
  router.post(
    '/SecurityEvents',
    serve({
      ...{ route: `${PATH}/SecurityEvents`, scope: 'read' },
      handler: (call) => pollEvents({ ...scim, database, keys: scim.eventKeys }, call),
    }),
  );
  router.get('/jwks/:tenant', createJwks({ database, keys: scim.eventKeys }));
  read('/Bulk/:id', (call) => readBulkAnswer(database, call));

  router.get('/Me', createMe({ ...scim, database, authenticate }));
  router.all('/Me', notImplemented);

  router.get('/ServiceProviderConfig', async (ctx) => {
    ctx.state.route = `${PATH}/ServiceProviderConfig`;
    if (ctx.querystring.includes('filter=')) {
      throw new ScimError(403, 'What the hub supports is not filtered.');
    }
    sendJson(ctx, 200, discovery.serviceProviderConfig);
  });
  read('/Schemas', discovery.schemas);
  read('/Schemas/:id', discovery.schema);
  read('/ResourceTypes', discovery.resourceTypes);
  read('/ResourceTypes/:id', discovery.resourceType);

  return new Router()
    .use(oauthTokenRouter({ ...deps, limiter }).routes())
    .use(router.routes())
    .all(new RegExp(`^${PATH}(?:/.*)?$`), scimErrors, (ctx) => refuse(ctx, router));
}

function notImplemented(): never {
  throw new ScimError(501, 'People change themselves in their own directory.');
}

/** @throws ScimError 404, or 405 where another method would do */
function refuse(ctx: Context, router: Router): never {
  const methods = router.match(ctx.path, ctx.method).path.flatMap((layer) => layer.methods);
  if (methods.length === 0) {
    throw new ScimError(404, `There is nothing at ${ctx.path.slice(0, 200)}.`);
  }
  const allowed = [...new Set(methods)].join(', ');
  throw new ScimError(405, `This takes ${allowed}.`, { headers: { Allow: allowed } });
}
