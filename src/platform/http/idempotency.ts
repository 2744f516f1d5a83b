import { createHash } from 'node:crypto';
import type { Database } from '../database/database.ts';
import { keepAnswer, releaseKey, takeKey } from './idempotency.store.ts';
import { Problem } from './problem.ts';
import type { Answer } from './route.ts';

/** After this the first request is taken for dead and the key is free again. */
const STALE_SECONDS = 60;

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
 */
export async function onceOnly(
  database: Database,
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
  const kept = await database.tenant(tenantId, (db) =>
    takeKey(db, { caller, key, fingerprint, staleSeconds: STALE_SECONDS }),
  );
  if (kept) return replay(kept, fingerprint);
  let answer: Answer;
  try {
    answer = await handle();
  } catch (error) {
    // Nothing was done: the client may send the corrected request under the same key.
    await database.tenant(tenantId, (db) => releaseKey(db, { caller, key }));
    throw error;
  }
  await database.tenant(tenantId, (db) =>
    keepAnswer(db, {
      caller,
      key,
      status: answer.status,
      headers: answer.headers ?? {},
      body: JSON.stringify(answer.body ?? null),
    }),
  );
  return answer;
}

function fingerprintOf({ method, url, body }: KeyedRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([method, url, body]))
    .digest('hex');
}

function replay(
  kept: {
    fingerprint: string;
    status: number | null;
    headers: Record<string, string> | null;
    body: string | null;
  },
  fingerprint: string,
): Answer {
  if (kept.fingerprint !== fingerprint) {
    throw new Problem(422, 'idempotency_key_reused', {
      detail: 'This Idempotency-Key belongs to another request. Use a new one for a new request.',
    });
  }
  if (kept.status === null) {
    throw new Problem(409, 'request_in_progress', {
      detail: 'The first request with this Idempotency-Key is still under way.',
      headers: { 'Retry-After': '1' },
    });
  }
  return {
    status: kept.status,
    body: JSON.parse(kept.body ?? 'null'),
    headers: { ...kept.headers, 'Idempotent-Replayed': 'true' },
  };
}
