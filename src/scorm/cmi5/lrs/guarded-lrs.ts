import { randomUUID } from 'node:crypto';
import {
  type AttachmentStore,
  ifiOf,
  type LrsCaller,
  type LrsStore,
  type PostgresStore,
  type Scope,
  XapiError,
} from '@crosswalk/xapi-lrs';
import type { Context } from 'koa';
import type { Database } from '../../../platform/database/database.ts';
import type { RateVerdict } from '../../../platform/rate-limit/limiter.ts';
import { findTokenSession } from '../sessions/session.store.ts';
import { learnerAgent } from '../sessions/session.ts';
import { readAuthorization } from '../sessions/session-token.ts';
import type { SessionCall } from './session-call.ts';
import { ended } from './session-statements.ts';
import { createSessionStore } from './session-store.ts';

/** What the LRS is served with. */
export interface GuardedLrs {
  lrsStore: LrsStore;
  attachments: AttachmentStore;
  lrsCallers: { authenticate(ctx: Context): Promise<LrsCaller> };
}

export interface GuardedLrsDeps {
  database: Database;
  lrsStore: PostgresStore;
  attachments: AttachmentStore;
  lrsCallers: GuardedLrs['lrsCallers'];
  limiter: { check(kind: 'lrs', key: string): Promise<RateVerdict> };
  publicUrl: string;
}

const scopes: ReadonlySet<Scope> = new Set([
  'statements/write',
  'statements/read',
  'state',
  'profile',
  'define',
]);

interface Guarded {
  call: SessionCall;
  store: LrsStore;
}

/**
 * The hub's LRS, which polices requests that carry the token of an AU's session (cmi5 9 to 11) and
 * leaves all others alone. To the LRS each such request is a tenant of its own; it is told apart by
 * that name.
 */
export function createGuardedLrs(deps: GuardedLrsDeps): GuardedLrs {
  const { database, lrsStore, attachments, lrsCallers, limiter, publicUrl } = deps;
  const guarded = new Map<string, Guarded>();
  const storeOf = (tenant: string): LrsStore => guarded.get(tenant)?.store ?? lrsStore;

  async function authenticate(ctx: Context): Promise<LrsCaller> {
    const key = readAuthorization(ctx.get('Authorization'));
    const session =
      key &&
      (await database.read(key.tenantId, (db) =>
        findTokenSession(db, { id: key.sessionId, tokenHash: key.hash }),
      ));
    if (!session) return lrsCallers.authenticate(ctx);
    const { tenantId } = key;
    await checkRate(limiter, ctx, `${tenantId}:cmi5:${session.id}`);
    ctx.state.caller = { name: `cmi5:${session.id}`, tenantId };
    const actor = learnerAgent(session.personId, { publicUrl });
    const call = {
      ...{ tenantId, session, actor, agent: ifiOf(actor) ?? '', method: methodOf(ctx) },
      namesVersion: Boolean(ctx.get('If-Match') || ctx.get('If-None-Match')),
    };
    const tenant = `cmi5:${randomUUID()}`;
    guarded.set(tenant, { call, store: createSessionStore(deps, call) });
    ctx.res.once('close', () => guarded.delete(tenant));
    return {
      ...{ tenant, scopes, defaultVersion: '1.0.3', strictStateConcurrency: false },
      authority: {
        objectType: 'Agent',
        account: { homePage: publicUrl, name: `courses/${session.courseId}` },
      },
    };
  }

  return {
    lrsCallers: { authenticate },
    attachments: {
      putFile: async (tenant, sha2, path) => {
        const session = guarded.get(tenant)?.call.session;
        if (session?.terminatedAt || session?.abandonedAt) throw ended();
        return attachments.putFile(tenantOf(tenant), sha2, path);
      },
      get: (tenant, sha2) => attachments.get(tenantOf(tenant), sha2),
    },
    lrsStore: {
      saveStatements: (tenant, ...rest) => storeOf(tenant).saveStatements(tenant, ...rest),
      findStatement: (tenant, ...rest) => storeOf(tenant).findStatement(tenant, ...rest),
      findStatements: (tenant, ...rest) => storeOf(tenant).findStatements(tenant, ...rest),
      continueStatements: (tenant, ...rest) => storeOf(tenant).continueStatements(tenant, ...rest),
      consistentThrough: (tenant) => storeOf(tenant).consistentThrough(tenant),
      findDocument: (tenant, ...rest) => storeOf(tenant).findDocument(tenant, ...rest),
      listDocuments: (tenant, ...rest) => storeOf(tenant).listDocuments(tenant, ...rest),
      writeDocument: (tenant, ...rest) => storeOf(tenant).writeDocument(tenant, ...rest),
      deleteDocument: (tenant, ...rest) => storeOf(tenant).deleteDocument(tenant, ...rest),
      deleteDocuments: (tenant, ...rest) => storeOf(tenant).deleteDocuments(tenant, ...rest),
      findDefinitions: (tenant, ...rest) => storeOf(tenant).findDefinitions(tenant, ...rest),
      findNames: (tenant, ...rest) => storeOf(tenant).findNames(tenant, ...rest),
    },
  };

  function tenantOf(tenant: string): string {
    return guarded.get(tenant)?.call.tenantId ?? tenant;
  }
}

/** xAPI 1.0.3 part 3, 1.3: a POST may stand for another method. */
function methodOf(ctx: Context): string {
  return (new URLSearchParams(ctx.querystring).get('method') ?? ctx.method).toUpperCase();
}

async function checkRate(
  limiter: GuardedLrsDeps['limiter'],
  ctx: Context,
  key: string,
): Promise<void> {
  const verdict = await limiter.check('lrs', key);
  ctx.set(verdict.headers);
  if (verdict.allowed) return;
  throw new XapiError(
    429,
    { message: 'Too many requests. Wait as Retry-After says.' },
    verdict.headers,
  );
}
