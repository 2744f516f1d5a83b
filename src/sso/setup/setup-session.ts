import type { Context } from 'koa';
import { hashToken, newToken } from '../../platform/crypto/one-time-tokens.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import type { Caller } from '../../platform/tenancy/caller.ts';
import {
  findAccessToken,
  insertAccessToken,
  useAccessToken,
} from '../../platform/tenancy/credentials.store.ts';
import { isUsable } from '../../platform/tenancy/credentials.ts';
import { refuse } from '../sso-error.ts';
import { advanceSetup, findSetup, type Setup } from './setup.store.ts';

export const SETUP_COOKIE = 'hub_setup';
const LINK = 'sso_setup_link';
const SESSION = 'sso_setup';

/** Somebody who sets a connection up, and what they may do with the API for that. */
export interface SetupVisit {
  setup: Setup;
  caller: Caller;
}

/** A token that opens the setup once. */
export async function issueSetupLink(
  db: TenantDb,
  setup: Pick<Setup, 'id' | 'expiresAt'>,
): Promise<string> {
  return issue(db, LINK, setup);
}

async function issue(
  db: TenantDb,
  purpose: string,
  { id: setupId, expiresAt }: Pick<Setup, 'id' | 'expiresAt'>,
): Promise<string> {
  const { token, hash } = newToken();
  // Of nobody, and by itself good for nothing: see `findVisit`.
  const row = { id: uuidv7(), purpose, hash, role: 'user' as const, data: { setupId }, expiresAt };
  await insertAccessToken(db, row);
  return token;
}

/** Trades a link for the session of one browser, which lives as long as the link would have. @throws SsoError */
export async function openSetup(
  database: Database,
  link: string,
): Promise<{ token: string; expiresAt: Date }> {
  const row = await findAccessToken(database.lookup, hashToken(link));
  if (row?.purpose !== LINK || row.usedAt || !isUsable(row, Date.now())) return gone();
  return database.tenant(row.tenantId, async (db) => {
    const setup = await findSetup(db, String(row.data.setupId));
    if (!setup || !(await useAccessToken(db, row.id))) return gone();
    await advanceSetup(db, { id: setup.id, openedAt: new Date() });
    return { token: await issue(db, SESSION, setup), expiresAt: setup.expiresAt };
  });
}

/** Whoever sets something up in this browser; undefined without a session that is still good. */
export async function findVisit(database: Database, ctx: Context): Promise<SetupVisit | undefined> {
  const token = ctx.cookies.get(SETUP_COOKIE);
  const row = token ? await findAccessToken(database.lookup, hashToken(token)) : undefined;
  if (row?.purpose !== SESSION || !isUsable(row, Date.now())) return undefined;
  const { tenantId } = row;
  const setup = await database.read(tenantId, (db) => findSetup(db, String(row.data.setupId)));
  if (!setup || setup.finishedAt) return undefined;
  const caller: Caller = {
    tenantId,
    name: `setup:${setup.id}`,
    role: 'user',
    scopes: new Set(['connections:read', 'connections:write']),
    personId: undefined,
    kind: 'session',
  };
  return { setup, caller };
}

/** @throws SsoError */
export async function requireVisit(database: Database, ctx: Context): Promise<SetupVisit> {
  return (await findVisit(database, ctx)) ?? gone();
}

function gone(): never {
  return refuse('setup_unknown', 'The link is used, expired or withdrawn');
}
