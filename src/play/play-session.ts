import type { Context } from 'koa';
import { hashToken, newToken } from '../platform/crypto/one-time-tokens.ts';
import { SignedLinkError } from '../platform/crypto/signed-links.ts';
import { uuidv7 } from '../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../platform/database/database.ts';
import type { RateLimiter } from '../platform/http/authenticate.ts';
import { Problem } from '../platform/http/problem.ts';
import type { Caller } from '../platform/tenancy/caller.ts';
import {
  findAccessToken,
  insertAccessToken,
  useAccessToken,
} from '../platform/tenancy/credentials.store.ts';
import { isUsable } from '../platform/tenancy/credentials.ts';
import { isPlayCode, type PlayCodes } from './play-code.ts';
import type { PlayGrant, PlayLinks } from './play-link.ts';

const PURPOSE = 'play_session';
const SESSION_MS = 4 * 3_600_000;

export interface OpenedSession {
  tenantId: string;
  grant: PlayGrant;
  sessionToken: string;
  expiresAt: Date;
}

interface SessionDeps {
  database: Database;
  links: PlayLinks;
  playCodes: PlayCodes;
}

/** Trades a study link or a one-time code for a short session, whose token lives in the page's memory only. */
export function openSession(deps: SessionDeps, link: string): Promise<OpenedSession> {
  return isPlayCode(link) ? openByCode(deps, link) : openByLink(deps, link);
}

async function openByLink({ database, links }: SessionDeps, link: string): Promise<OpenedSession> {
  const { tenantId, grant } = await links.verify(link).catch(linkProblem);
  return database.tenant(tenantId, (db) => insertSession(db, grant));
}

async function openByCode(
  { database, playCodes }: SessionDeps,
  code: string,
): Promise<OpenedSession> {
  const found = await playCodes.find(code);
  if (!found?.isOpen) throw spentCode();
  return database.tenant(found.tenantId, async (db) => {
    if (!(await useAccessToken(db, found.id))) throw spentCode();
    return insertSession(db, found.grant);
  });
}

async function insertSession(db: TenantDb, grant: PlayGrant): Promise<OpenedSession> {
  const { token, hash } = newToken();
  const expiresAt = new Date(Date.now() + SESSION_MS);
  await insertAccessToken(db, {
    id: uuidv7(),
    purpose: PURPOSE,
    hash,
    role: 'user',
    personId: grant.personId ?? undefined,
    data: { ...grant },
    expiresAt,
  });
  return { tenantId: db.tenantId, grant, sessionToken: token, expiresAt };
}

function spentCode(): Problem {
  return new Problem(410, 'code_spent', {
    detail: 'This page opens once. Open the activity again from your course.',
  });
}

function linkProblem(error: unknown): never {
  if (!(error instanceof SignedLinkError)) throw error;
  throw error.code === 'expired'
    ? new Problem(410, 'link_expired', {
        detail: 'This study link has expired. Ask whoever sent it for a new one.',
      })
    : new Problem(404, 'link_invalid', {
        detail:
          'This study link is not complete or not valid. Open it again from where you got it.',
      });
}

/** A caller that may study one deck as one person. */
export interface PlayCaller extends Caller {
  grant: PlayGrant;
}

interface PlayAuthDeps {
  database: Database;
  limiter: RateLimiter;
}

/** Knows the learner by the session token of `openSession`. */
export function createPlayAuthenticate({ database, limiter }: PlayAuthDeps) {
  return async (ctx: Context): Promise<PlayCaller> => {
    const token = /^Bearer +([\w-]{43})$/i.exec(ctx.get('Authorization'))?.[1];
    const row = token ? await findAccessToken(database.lookup, hashToken(token)) : undefined;
    const isValid = row?.purpose === PURPOSE && isUsable(row, Date.now());
    const verdict = await limiter.check(
      isValid ? 'caller' : 'address',
      isValid ? `${row.tenantId}:session:${row.id}` : ctx.ip,
    );
    ctx.set(verdict.headers);
    if (!verdict.allowed)
      throw new Problem(429, 'rate_limited', { detail: 'Too many requests. Wait a moment.' });
    if (!isValid)
      throw new Problem(401, 'session_ended', {
        detail: 'The session has ended. Open the link again.',
      });
    // Sound because `openSession` alone writes rows of this purpose.
    const grant = row.data as unknown as PlayGrant;
    const caller: PlayCaller = {
      tenantId: row.tenantId,
      name: `session:${row.id}`,
      role: 'user',
      scopes: new Set(['study:read', 'study:write']),
      personId: grant.personId ?? undefined,
      kind: 'session',
      grant,
    };
    ctx.state.caller = caller;
    return caller;
  };
}
