import {
  type AttachmentStore,
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
import { readAuthorization } from '../sessions/session-token.ts';
import { openCall, placeOf, tenantNameOf } from './session-call.ts';
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

/**
 * The hub's LRS, which polices requests that carry the token of an AU's session (cmi5 9 to 11) and
 * leaves all others alone. To the LRS each such request is of a tenant of its own, whose name tells
 * the session.
 */
export function createGuardedLrs(deps: GuardedLrsDeps): GuardedLrs {
  const { database, lrsStore, attachments, lrsCallers, limiter, publicUrl } = deps;
  const tenantOf = (name: string): string => placeOf(name)?.tenantId ?? name;
  const storeOf = (name: string): LrsStore => {
    const place = placeOf(name);
    return place ? createSessionStore(deps, place) : lrsStore;
  };

  async function authenticate(ctx: Context): Promise<LrsCaller> {
    const key = readAuthorization(ctx.get('Authorization'));
    const session =
      key &&
      (await database.read(key.tenantId, (db) =>
        findTokenSession(db, { id: key.sessionId, tokenHash: key.hash }),
      ));
    if (!session) return lrsCallers.authenticate(ctx);
    const { tenantId, sessionId } = key;
    await checkRate(limiter, ctx, `${tenantId}:cmi5:${sessionId}`);
    ctx.state.caller = { name: `cmi5:${sessionId}`, tenantId };
    const namesVersion = Boolean(ctx.get('If-Match') || ctx.get('If-None-Match'));
    return {
      tenant: tenantNameOf({ tenantId, sessionId, method: methodOf(ctx), namesVersion }),
      ...{ scopes, defaultVersion: '1.0.3', strictStateConcurrency: false },
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
        const place = placeOf(tenant);
        if (place) await openCall(deps, place);
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
}

const methods = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];

/** xAPI 1.0.3 part 3, 1.3: a POST may stand for another method. */
function methodOf(ctx: Context): string {
  const asked = new URLSearchParams(ctx.querystring).get('method') ?? '';
  return methods.includes(asked) ? asked : ctx.method;
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
