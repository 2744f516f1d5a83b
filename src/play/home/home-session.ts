import type { Context } from 'koa';
import { hashToken } from '../../platform/crypto/one-time-tokens.ts';
import type { Database } from '../../platform/database/database.ts';
import { LEARNER_COOKIE, LEARNER_PURPOSE } from '../../platform/http/sign-in-session.ts';
import { findAccessToken } from '../../platform/tenancy/credentials.store.ts';
import { isUsable } from '../../platform/tenancy/credentials.ts';

/** Somebody who signed in to study. */
export interface HomeVisitor {
  tenantId: string;
  personId: string;
  /** Of the sign-in: what is opened out of it ends with it. */
  signInId: string | undefined;
}

/** Asked of the database each time: whoever is signed out or deactivated is so at once. */
export async function findVisitor(
  database: Pick<Database, 'lookup'>,
  ctx: Context,
): Promise<HomeVisitor | undefined> {
  const token = ctx.cookies.get(LEARNER_COOKIE);
  const row = token ? await findAccessToken(database.lookup, hashToken(token)) : undefined;
  if (row?.purpose !== LEARNER_PURPOSE || !row.personId || !isUsable(row, Date.now())) {
    return undefined;
  }
  const { tenantId, personId, data } = row;
  const { signInId } = data;
  return { tenantId, personId, signInId: typeof signInId === 'string' ? signInId : undefined };
}
