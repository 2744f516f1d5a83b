import { uuidv7 } from '../crypto/uuid.ts';
import type { TenantDb } from '../database/database.ts';
import { leaveNotice } from './commit-notices.ts';
import { findActiveJob, hastenQueuedJob, insertJob, requeueDeadJob } from './job.store.ts';

export interface JobRequest {
  kind: string;
  /** JSON; ids rather than content. */
  payload: unknown;
  /** At most one waiting or running job of the kind has this key in the tenant. */
  key?: string;
  /** Default: at once. */
  runAt?: Date;
  /** Default: the handler's. */
  maxAttempts?: number;
}

/**
 * Queues a job in the caller's transaction: it exists when, and only when, that commits.
 * `created` is false when `key` found a job that waits or runs already; `id` is then that one's.
 */
export async function enqueue(
  db: TenantDb,
  request: JobRequest,
): Promise<{ id: string; created: boolean }> {
  const { kind, key } = request;
  for (;;) {
    const id = await enqueueUnlessActive(db, request);
    if (id !== undefined) return { id, created: true };
    const active = key === undefined ? undefined : await findActiveJob(db, kind, key);
    if (active) return { id: active, created: false };
    // It has finished between the two statements.
  }
}

/** As `enqueue`, in one question; undefined when a job with the key waits or runs. */
export async function enqueueUnlessActive(
  db: TenantDb,
  { kind, payload, key, runAt, maxAttempts }: JobRequest,
): Promise<string | undefined> {
  const id = uuidv7();
  if (!(await insertJob(db, { id, kind, payload, key, runAt, maxAttempts }))) return undefined;
  leaveNotice(db, { id, runAt });
  return id;
}

/**
 * Has the waiting job of the kind with this key run at the given time instead of a later one, whatever
 * it waits for. Default: now.
 */
export async function hasten(db: TenantDb, kind: string, key: string, runAt?: Date): Promise<void> {
  const id = await hastenQueuedJob(db, { kind, key, runAt });
  if (id !== undefined) leaveNotice(db, { id, runAt });
}

/**
 * Runs a dead job again, with all its attempts. False when there is no such dead job, or when
 * another one with its key waits or runs.
 */
export async function retryJob(db: TenantDb, id: string): Promise<boolean> {
  const requeued = await requeueDeadJob(db, id);
  if (requeued) leaveNotice(db, { id, runAt: undefined });
  return requeued;
}
