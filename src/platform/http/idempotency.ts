import { createHash } from 'node:crypto';
import type { MasterKeys } from '../crypto/master-keys.ts';
import type { Database, TenantDb } from '../database/database.ts';
import { decryptInTenant, encryptInTenant, type TenantPlace } from '../tenancy/data-keys.ts';
import { type KeptAnswer, keepAnswer, releaseKey, takeKey } from './idempotency.store.ts';
import { Problem } from './problem.ts';
import type { Answer } from './route.ts';

/** After this the first request is taken for dead and the key is free again. */
const STALE_SECONDS = 60;

interface OnceDeps {
  database: Database;
  master: MasterKeys;
}

interface KeyedRequest {
  tenantId: string;
  caller: string;
  key: string;
  method: string;
  url: string;
  body: unknown;
}

/**
 * Idempotency-Key (draft-ietf-httpapi-idempotency-key-header-07): the first answer is kept for 24 h
 * and given again; the same key with another request is refused, and so is one that is under way.
 * Answers are kept encrypted, for some show a secret that is kept nowhere else.
 */
export async function onceOnly(
  { database, master }: OnceDeps,
  request: KeyedRequest,
  handle: () => Promise<Answer>,
): Promise<Answer> {
  const { tenantId, caller, key } = request;
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new Problem(400, 'invalid_idempotency_key', {
      detail: 'Idempotency-Key takes 1 to 255 printable ASCII characters.',
    });
  }
  const fingerprint = fingerprintOf(request);
  const place = placeOf(request);
  const kept = await database.tenant(tenantId, async (db) => {
    const taken = await takeKey(db, { caller, key, fingerprint, staleSeconds: STALE_SECONDS });
    return taken && replay(db, { kept: taken, fingerprint, master, place });
  });
  if (kept) return kept;
  let answer: Answer;
  try {
    answer = await handle();
  } catch (error) {
    // Nothing was done: the client may send the corrected request under the same key.
    await database.tenant(tenantId, (db) => releaseKey(db, { caller, key }));
    throw error;
  }
  await database.tenant(tenantId, async (db) => {
    const plaintext = JSON.stringify(answer);
    const sealed = await encryptInTenant(db, master, { plaintext, place });
    await keepAnswer(db, { caller, key, answer: sealed });
  });
  return answer;
}

function fingerprintOf({ method, url, body }: KeyedRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([method, url, body]))
    .digest('hex');
}

/** A caller's name has no space, so no two rows share a place. */
function placeOf({ caller, key }: KeyedRequest): TenantPlace {
  return { table: 'idempotency_key', rowId: `${caller} ${key}`, column: 'answer' };
}

interface Replay {
  kept: KeptAnswer;
  fingerprint: string;
  master: MasterKeys;
  place: TenantPlace;
}

async function replay(db: TenantDb, { kept, fingerprint, master, place }: Replay): Promise<Answer> {
  if (kept.fingerprint !== fingerprint) {
    throw new Problem(422, 'idempotency_key_reused', {
      detail: 'This Idempotency-Key belongs to another request. Use a new one for a new request.',
    });
  }
  if (kept.answer === null) {
    throw new Problem(409, 'request_in_progress', {
      detail: 'The first request with this Idempotency-Key is still under way.',
      headers: { 'Retry-After': '1' },
    });
  }
  const plaintext = await decryptInTenant(db, master, { ciphertext: kept.answer, place });
  const answer: Answer = JSON.parse(plaintext.toString());
  return { ...answer, headers: { ...answer.headers, 'Idempotent-Replayed': 'true' } };
}
