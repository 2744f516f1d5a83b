import { hashToken, newToken } from '../../platform/crypto/one-time-tokens.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { findAccessToken, insertAccessToken } from '../../platform/tenancy/credentials.store.ts';
import { isUsable } from '../../platform/tenancy/credentials.ts';

/** What a page of ours is opened by, or works with. */
export interface PageToken {
  /** As the row has it; of one kind of data. */
  purpose: string;
  lifeMs: number;
}

export async function issuePageToken(
  db: TenantDb,
  { purpose, lifeMs }: PageToken,
  { personId, data }: { personId: string | undefined; data: Record<string, unknown> },
): Promise<string> {
  const { token, hash } = newToken();
  await insertAccessToken(db, {
    ...{ id: uuidv7(), purpose, hash, role: 'user', personId, data },
    expiresAt: new Date(Date.now() + lifeMs),
  });
  return token;
}

export interface FoundPageToken {
  tenantId: string;
  /** Of the token. */
  id: string;
  personId: string | null;
  /** Whether it still opens something; who may frame its page is asked later, too. */
  isOpen: boolean;
  data: Record<string, unknown>;
}

export async function findPageToken(
  database: Database,
  { purpose }: PageToken,
  token: string,
): Promise<FoundPageToken | undefined> {
  const row = await findAccessToken(database.lookup, hashToken(token));
  if (row?.purpose !== purpose) return undefined;
  const { tenantId, id, personId, data } = row;
  return { tenantId, id, personId, data, isOpen: !row.usedAt && isUsable(row, Date.now()) };
}
