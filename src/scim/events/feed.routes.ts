import { type Static, Type } from 'typebox';
import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Nullable, OneOf, Time } from '../../platform/http/shapes.ts';
import { keepSecret } from '../../platform/tenancy/keyring.ts';
import { deleteSecret } from '../../platform/tenancy/tenants.store.ts';
import {
  type ChangeDeps,
  changeConnection,
  requireScimConnection,
} from '../connections/change-connection.ts';
import { connectionParams, read, tag, write } from '../connections/connections.routes.ts';
import { countEvents } from './event.store.ts';
import { deleteFeed, findFeed, putFeed } from './feed.store.ts';
import { authorizationOf } from './push-events.ts';

const Url = Type.String({ pattern: '^https?://[^\\s\\u0000@]+$', maxLength: 2_000 });

const PutFeed = Type.Object(
  {
    delivery: {
      ...OneOf(['push', 'poll'] as const),
      description: '`push`: sent to `url` (RFC 8935); `poll`: fetched from `pollUrl` (RFC 8936)',
    },
    url: Type.Optional({ ...Nullable(Url), description: 'of the receiver, for `push`' }),
    authorization: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 2_000,
        pattern: '^[\\x20-\\x7e]+$',
        description:
          'the Authorization header for the receiver; never shown; left out: stays as long as `url` does',
      }),
    ),
    audience: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 400,
        pattern: '^[^\\u0000]+$',
        description: '`aud` of the tokens; default: the connection',
      }),
    ),
  },
  { additionalProperties: false },
);

const FeedShape = Type.Object({
  delivery: OneOf(['push', 'poll'] as const),
  url: Nullable(Type.String()),
  audience: Type.String(),
  issuer: Type.String({ description: '`iss` of the tokens' }),
  jwksUri: Type.String({ description: 'the keys that sign them' }),
  pollUrl: Type.String(),
  waiting: Type.Integer({ description: 'tokens that nobody has taken yet' }),
  lastError: Nullable(Type.String()),
  failedAt: Nullable(Time),
  createdAt: Time,
  updatedAt: Time,
});

export interface FeedRoutesDeps extends ChangeDeps {
  database: Database;
  master: MasterKeys;
  config: { publicUrl: string };
}

/** `/v1/scim/connections/{id}/event-feed`: security events of what happens to its resources. */
export function feedRoutes(deps: FeedRoutesDeps) {
  const { database, master, config } = deps;
  const base = `${config.publicUrl}/scim/v2`;
  const path = '/v1/scim/connections/{connectionId}/event-feed';

  /** @throws Problem 404 */
  async function shown(db: TenantDb, connectionId: string) {
    const [feed, waiting] = await Promise.all([
      findFeed(db, connectionId),
      countEvents(db, connectionId),
    ]);
    if (!feed) throw noFeed();
    const body: Static<typeof FeedShape> = {
      ...{ delivery: feed.delivery, url: feed.url, audience: feed.audience, issuer: base },
      jwksUri: `${base}/jwks/${db.tenantId}`,
      pollUrl: `${base}/SecurityEvents`,
      ...{ waiting, lastError: feed.lastError },
      failedAt: feed.failedAt?.toISOString() ?? null,
      createdAt: feed.createdAt.toISOString(),
      updatedAt: feed.updatedAt.toISOString(),
    };
    return { status: 200, body, version: feed.version };
  }

  return [
    route({
      method: 'get',
      path,
      id: 'getScimEventFeed',
      tag,
      summary: 'Where events of a SCIM connection go',
      access: read,
      params: connectionParams,
      answers: { 200: FeedShape },
      handle: ({ caller: { tenantId }, params: { connectionId } }) =>
        database.read(tenantId, async (db) => {
          await requireScimConnection(db, connectionId);
          return shown(db, connectionId);
        }),
    }),
    route({
      method: 'put',
      path,
      id: 'putScimEventFeed',
      tag,
      summary: 'Have events pushed or kept for polling',
      description:
        'Security event tokens (RFC 9967) tell of Users and Groups that are made, changed, activated, deactivated and deleted: which attributes, not their values. Kept for a week.',
      access: write,
      params: connectionParams,
      body: PutFeed,
      answers: { 200: FeedShape },
      handle: async ({ caller, params: { connectionId: id }, body }) => {
        const {
          delivery,
          url = null,
          authorization,
          audience = `${base}/connections/${id}`,
        } = body;
        if ((delivery === 'push') !== (url !== null)) throw urlAndDelivery();
        const detail = { delivery, url };
        const change = { caller, id, action: 'event_feed_set', detail };
        return changeConnection(deps, change, async (db) => {
          await requireScimConnection(db, id);
          const before = await findFeed(db, id);
          await putFeed(db, { connectionId: id, delivery, audience, url });
          const name = authorizationOf(id);
          // Whoever may change the address but does not know the header must not have it sent to them.
          if (before?.url !== url) await deleteSecret(db, name);
          if (authorization !== undefined) {
            await keepSecret(db, master, { name, plaintext: authorization });
          }
          return shown(db, id);
        });
      },
    }),
    route({
      method: 'delete',
      path,
      id: 'deleteScimEventFeed',
      tag,
      summary: 'Tell of nothing any more, and forget what waits',
      access: write,
      params: connectionParams,
      answers: { 204: null },
      handle: async ({ caller, params: { connectionId: id } }) => {
        await changeConnection(deps, { caller, id, action: 'event_feed_deleted' }, async (db) => {
          await requireScimConnection(db, id);
          if (!(await deleteFeed(db, id))) throw noFeed();
          await deleteSecret(db, authorizationOf(id));
        });
        return { status: 204 };
      },
    }),
  ];
}

function noFeed(): Problem {
  return new Problem(404, 'not_found', { detail: 'Events of this connection go nowhere.' });
}

function urlAndDelivery(): Problem {
  return new Problem(422, 'invalid', {
    detail: 'A push needs the url of its receiver; a poll has none.',
    errors: [{ in: 'body', pointer: '/url', detail: 'goes with delivery "push" only' }],
  });
}
