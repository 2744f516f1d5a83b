import type { TenantDb } from '../database/database.ts';

export type JobState = 'queued' | 'running' | 'succeeded' | 'failed';

export interface JobRecord {
  id: string;
  kind: string;
  payload: unknown;
  key: string | null;
  /** `failed` is a dead letter: it runs again only by `retryJob`. */
  state: JobState;
  attempts: number;
  progress: unknown;
  lastError: string | null;
  runAt: Date;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

const columns = `id, kind, payload, key, state, attempts, progress, last_error as "lastError",
  run_at as "runAt", created_at as "createdAt", started_at as "startedAt",
  finished_at as "finishedAt"`;

export interface NewJob {
  id: string;
  kind: string;
  payload: unknown;
  key: string | undefined;
  runAt: Date | undefined;
  maxAttempts: number | undefined;
}

/** False when a job of the kind with this key is waiting or running. */
export async function insertJob(db: TenantDb, job: NewJob): Promise<boolean> {
  const { count } = await db.query(
    `insert into job (tenant_id, id, kind, payload, key, run_at, max_attempts)
     values ($1, $2, $3, $4, $5, coalesce($6, now()), $7)
     on conflict (tenant_id, kind, key) where key is not null and state in ('queued', 'running')
     do nothing`,
    [
      db.tenantId,
      job.id,
      job.kind,
      JSON.stringify(job.payload ?? null),
      job.key ?? null,
      job.runAt ?? null,
      job.maxAttempts ?? null,
    ],
  );
  return count === 1;
}

/** The waiting or running job of the kind with this key. */
export async function findActiveJob(
  db: TenantDb,
  kind: string,
  key: string,
): Promise<string | undefined> {
  const { rows } = await db.query<{ id: string }>(
    `select id from job
     where tenant_id = $1 and kind = $2 and key = $3 and state in ('queued', 'running')`,
    [db.tenantId, kind, key],
  );
  return rows[0]?.id;
}

/** Answers its id; undefined when none waits for longer. */
export async function hastenQueuedJob(
  db: TenantDb,
  { kind, key, runAt }: { kind: string; key: string; runAt: Date | undefined },
): Promise<string | undefined> {
  const { rows } = await db.query<{ id: string }>(
    `update job set run_at = coalesce($4, now())
     where tenant_id = $1 and kind = $2 and key = $3 and state = 'queued'
       and run_at > coalesce($4, now())
     returning id`,
    [db.tenantId, kind, key, runAt ?? null],
  );
  return rows[0]?.id;
}

export async function getJob(db: TenantDb, id: string): Promise<JobRecord | undefined> {
  const { rows } = await db.query<JobRecord & Record<string, unknown>>(
    `select ${columns} from job where tenant_id = $1 and id = $2`,
    [db.tenantId, id],
  );
  return rows[0];
}

/** Dead letters, newest first; `before` is the id of the last one of the page before. */
export async function listDeadJobs(
  db: TenantDb,
  page: { limit: number; before?: string },
): Promise<JobRecord[]> {
  const { rows } = await db.query<JobRecord & Record<string, unknown>>(
    `select ${columns} from job
     where tenant_id = $1 and state = 'failed' and ($2::uuid is null or id < $2)
     order by id desc limit $3`,
    [db.tenantId, page.before ?? null, page.limit],
  );
  return rows;
}

/** Sends a dead job back with all its attempts; false when it is not dead, or replaced by its key. */
export async function requeueDeadJob(db: TenantDb, id: string): Promise<boolean> {
  const { count } = await db.query(
    `update job j
     set state = 'queued', attempts = 0, run_at = now(), finished_at = null, progress = null
     where tenant_id = $1 and id = $2 and state = 'failed' and not exists (
       select from job other
       where other.tenant_id = $1 and other.kind = j.kind and other.key = j.key
         and other.state in ('queued', 'running'))`,
    [db.tenantId, id],
  );
  return count === 1;
}
