import type { TenantDb } from '../../platform/database/database.ts';
import type { MemorySnapshot } from './memory.ts';
import type { LogEntry } from './review-history.ts';
import { stateName, stateNumber } from './scheduler.ts';

/** A row of memory_state as columns are read here. */
export interface MemoryColumns {
  due: Date;
  stability: number;
  difficulty: number;
  state: number;
  step: number;
  scheduledDays: number;
  reps: number;
  lapses: number;
  lastReview: Date | null;
}

type MemoryRow = MemoryColumns & { promptId: string };

const columns = `prompt_id as "promptId", due, stability, difficulty, state, step,
  scheduled_days as "scheduledDays", reps, lapses, last_review as "lastReview"`;

export function toMemory(row: MemoryColumns): MemorySnapshot {
  return {
    state: stateName(row.state),
    due: row.due.getTime(),
    stability: row.stability,
    difficulty: row.difficulty,
    step: row.step,
    scheduledDays: row.scheduledDays,
    reps: row.reps,
    lapses: row.lapses,
    lastReview: row.lastReview?.getTime() ?? null,
  };
}

export async function findMemories(
  db: TenantDb,
  personId: string,
  promptIds: readonly string[],
): Promise<Map<string, MemorySnapshot>> {
  const { rows } = await db.query<MemoryRow>(
    `select ${columns} from memory_state
     where tenant_id = $1 and person_id = $2 and prompt_id = any($3)`,
    [db.tenantId, personId, promptIds],
  );
  return new Map(rows.map((row) => [row.promptId, toMemory(row)]));
}

export async function upsertMemories(
  db: TenantDb,
  personId: string,
  memories: ReadonlyMap<string, MemorySnapshot>,
): Promise<void> {
  if (memories.size === 0) return;
  const rows = [...memories].map(([promptId, m]) => ({
    prompt_id: promptId,
    due: new Date(m.due),
    stability: m.stability,
    difficulty: m.difficulty,
    state: stateNumber(m.state),
    step: m.step,
    scheduled_days: m.scheduledDays,
    reps: m.reps,
    lapses: m.lapses,
    last_review: m.lastReview === null ? null : new Date(m.lastReview),
  }));
  await db.query(
    `insert into memory_state (tenant_id, person_id, prompt_id, due, stability, difficulty, state, step,
       scheduled_days, reps, lapses, last_review)
     select $1, $2, prompt_id, due, stability, difficulty, state, step, scheduled_days, reps, lapses, last_review
     from jsonb_to_recordset($3::jsonb) as x(prompt_id uuid, due timestamptz, stability double precision,
       difficulty double precision, state smallint, step smallint, scheduled_days integer, reps integer,
       lapses integer, last_review timestamptz)
     on conflict (tenant_id, person_id, prompt_id) do update set due = excluded.due,
       stability = excluded.stability, difficulty = excluded.difficulty, state = excluded.state,
       step = excluded.step, scheduled_days = excluded.scheduled_days, reps = excluded.reps,
       lapses = excluded.lapses, last_review = excluded.last_review`,
    [db.tenantId, personId, JSON.stringify(rows)],
    'kept',
  );
}

export async function deleteMemories(
  db: TenantDb,
  personId: string,
  promptIds: readonly string[],
): Promise<void> {
  await db.query(
    'delete from memory_state where tenant_id = $1 and person_id = $2 and prompt_id = any($3)',
    [db.tenantId, personId, promptIds],
  );
}

export interface NewLogEntry {
  id: string;
  promptId: string;
  kind: LogEntry['kind'];
  rating: number | null;
  reviewedAt: Date;
  latencyMs: number | null;
  before?: MemorySnapshot | undefined;
  stateAfter?: MemorySnapshot | undefined;
  undoes?: string | undefined;
  source?: Record<string, unknown> | undefined;
}

/** Whether a person's log says anything of one of these prompts. */
export async function isAnyLogged(
  db: TenantDb,
  personId: string,
  promptIds: readonly string[],
): Promise<boolean> {
  const { count } = await db.query(
    // One look for each prompt: asked at once, a planner that expects many hits reads the whole log.
    `select from unnest($3::uuid[]) p(id) cross join lateral (
       select from review_log l
       where l.tenant_id = $1 and l.person_id = $2 and l.prompt_id = p.id limit 1) l
     limit 1`,
    [db.tenantId, personId, promptIds],
    'kept',
  );
  return count > 0;
}

/**
 * Appends to a person's log; entries whose id is there already change nothing. Answers new ids.
 * Written in the order of the primary key, which takes a fifth less time where they are many, as it
 * does where none of them can be `known`.
 */
export async function appendLog(
  db: TenantDb,
  personId: string,
  entries: readonly NewLogEntry[],
  known: 'some' | 'none' = 'some',
): Promise<Set<string>> {
  const rows = [...new Map(entries.map((e) => [e.id, e])).values()].sort(byId).map((e) => ({
    id: e.id,
    prompt_id: e.promptId,
    kind: e.kind,
    rating: e.rating,
    // As a text it would take a third of the time of the whole row.
    reviewed_ms: e.reviewedAt.getTime(),
    latency_ms: e.latencyMs,
    stability_before: e.before?.stability,
    difficulty_before: e.before?.difficulty,
    state_after: e.stateAfter,
    undoes: e.undoes,
    source: e.source,
  }));
  const { count } = await db.query(
    `insert into review_log (tenant_id, id, person_id, prompt_id, kind, rating, reviewed_at, latency_ms,
       stability_before, difficulty_before, state_after, undoes, source)
     select $1, id, $2, prompt_id, kind, rating, to_timestamp(reviewed_ms / 1000), latency_ms, stability_before,
       difficulty_before, state_after, undoes, source
     from jsonb_to_recordset($3::jsonb) as x(id uuid, prompt_id uuid, kind text, rating smallint,
       reviewed_ms double precision, latency_ms integer, stability_before real, difficulty_before real,
       state_after jsonb, undoes uuid, source jsonb)
     ${known === 'some' ? 'on conflict (tenant_id, id) do nothing' : ''}`,
    [db.tenantId, personId, JSON.stringify(rows)],
    'kept',
  );
  if (count === 0) return new Set();
  const ids = rows.map(({ id }) => id);
  return new Set(count === ids.length ? ids : await insertedHere(db, ids));
}

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);

/** Ids of those log entries that this very transaction has written. */
async function insertedHere(db: TenantDb, ids: readonly string[]): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select id from review_log
     where tenant_id = $1 and id = any ($2) and xmin = pg_current_xact_id()::xid`,
    [db.tenantId, ids],
  );
  return rows.map(({ id }) => id);
}

type LogRow = {
  promptId: string;
  id: string;
  kind: LogEntry['kind'];
  rating: number | null;
  reviewedAt: Date;
  stateAfter: MemorySnapshot | null;
  undoes: string | null;
};

/** Whole logs of some prompts, by prompt. */
export async function readLogs(
  db: TenantDb,
  personId: string,
  promptIds: readonly string[],
): Promise<Map<string, LogEntry[]>> {
  const { rows } = await db.query<LogRow>(
    `select prompt_id as "promptId", id, kind, rating, reviewed_at as "reviewedAt",
            state_after as "stateAfter", undoes
     from review_log where tenant_id = $1 and person_id = $2 and prompt_id = any($3)`,
    [db.tenantId, personId, promptIds],
  );
  const logs = new Map<string, LogEntry[]>();
  for (const { promptId, ...row } of rows) {
    const log = logs.get(promptId) ?? [];
    log.push({ ...row, reviewedAt: row.reviewedAt.getTime() });
    logs.set(promptId, log);
  }
  return logs;
}

export interface LoggedReview {
  id: string;
  promptId: string;
  kind: LogEntry['kind'];
  reviewedAt: Date;
}

/** Log entries by id, of whichever person of the tenant. */
export async function findLogged(
  db: TenantDb,
  ids: readonly string[],
): Promise<Map<string, LoggedReview & { personId: string }>> {
  const { rows } = await db.query<LoggedReview & { personId: string }>(
    `select id, person_id as "personId", prompt_id as "promptId", kind, reviewed_at as "reviewedAt"
     from review_log where tenant_id = $1 and id = any($2)`,
    [db.tenantId, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** (person, prompt) pairs that have a log, in order, after a position. */
export async function listLoggedPrompts(
  db: TenantDb,
  { after, limit }: { after: { personId: string; promptId: string } | undefined; limit: number },
): Promise<{ personId: string; promptId: string }[]> {
  const { rows } = await db.query<{ personId: string; promptId: string }>(
    `select distinct person_id as "personId", prompt_id as "promptId" from review_log
     where tenant_id = $1 and ($2::uuid is null or (person_id, prompt_id) > ($2::uuid, $3::uuid))
     order by 1, 2 limit $4`,
    [db.tenantId, after?.personId ?? null, after?.promptId ?? null, limit],
  );
  return rows;
}

/** Memory states without any log entry behind them: there must be none. */
export async function deleteUnfounded(db: TenantDb): Promise<number> {
  const { count } = await db.query(
    `delete from memory_state m where tenant_id = $1 and not exists (
       select from review_log l where l.tenant_id = $1 and l.person_id = m.person_id and l.prompt_id = m.prompt_id)`,
    [db.tenantId],
  );
  return count;
}
