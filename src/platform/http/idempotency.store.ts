import type { TenantDb } from '../database/database.ts';

export interface KeptAnswer {
  fingerprint: string;
  /** Encrypted; null while the first request is still under way. */
  answer: string | null;
}

/** Takes the key for this request; answers what is kept when somebody took it before. */
export async function takeKey(
  db: TenantDb,
  {
    caller,
    key,
    fingerprint,
    staleSeconds,
  }: { caller: string; key: string; fingerprint: string; staleSeconds: number },
): Promise<KeptAnswer | undefined> {
  // A key whose request died before answering (process killed) may be taken again after a while.
  const taken = await db.query(
    `insert into idempotency_key (tenant_id, caller, key, fingerprint) values ($1, $2, $3, $4)
     on conflict (tenant_id, caller, key) do update set fingerprint = excluded.fingerprint,
       answer = null, created_at = now()
     where idempotency_key.created_at < now() - interval '24 hours'
        or (idempotency_key.answer is null and idempotency_key.created_at < now() - make_interval(secs => $5))`,
    [db.tenantId, caller, key, fingerprint, staleSeconds],
  );
  if (taken.count === 1) return undefined;
  const { rows } = await db.query<KeptAnswer>(
    `select fingerprint, answer from idempotency_key
     where tenant_id = $1 and caller = $2 and key = $3`,
    [db.tenantId, caller, key],
  );
  return rows[0];
}

/** @param answer encrypted */
export async function keepAnswer(
  db: TenantDb,
  { caller, key, answer }: { caller: string; key: string; answer: string },
): Promise<void> {
  await db.query(
    `update idempotency_key set answer = $4 where tenant_id = $1 and caller = $2 and key = $3`,
    [db.tenantId, caller, key, answer],
  );
}

export async function releaseKey(
  db: TenantDb,
  { caller, key }: { caller: string; key: string },
): Promise<void> {
  await db.query(`delete from idempotency_key where tenant_id = $1 and caller = $2 and key = $3`, [
    db.tenantId,
    caller,
    key,
  ]);
}

/** Removes keys older than a day. */
export async function pruneKeys(db: TenantDb): Promise<void> {
  await db.query(
    `delete from idempotency_key where tenant_id = $1 and created_at < now() - interval '24 hours'`,
    [db.tenantId],
  );
}
