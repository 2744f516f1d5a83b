import type { TenantDb } from '../../platform/database/database.ts';
import { type MemoryColumns, toMemory } from './memory.store.ts';
import type { MemorySnapshot } from './memory.ts';

/** Cards of exported atoms by the id of their prompt; atoms are named by guid, or by their id. */
export async function findCards(
  db: TenantDb,
  atomKeys: readonly string[],
): Promise<Map<string, { atomKey: string; ord: number }>> {
  const { rows } = await db.query<{ promptId: string; atomKey: string; ord: number }>(
    `select p.id as "promptId", x.key as "atomKey", p.ord
     from unnest($2::text[]) as x(key)
       join atom a on a.tenant_id = $1 and (a.guid = x.key or a.id::text = x.key)
       join prompt p on p.tenant_id = $1 and p.atom_id = a.id
     where a.guid = x.key or not exists (select from atom b where b.tenant_id = $1 and b.guid = x.key)`,
    [db.tenantId, atomKeys],
  );
  return new Map(rows.map(({ promptId, ...card }) => [promptId, card]));
}

export interface ExportedReview {
  promptId: string;
  rating: number | null;
  reviewedAt: Date;
  latencyMs: number | null;
  /** False for answers that do not move the memory state. */
  counts: boolean;
  source: Record<string, unknown> | null;
}

/** A person's answers to some prompts, those taken back left out. */
export async function readReviews(
  db: TenantDb,
  personId: string,
  promptIds: readonly string[],
): Promise<ExportedReview[]> {
  const { rows } = await db.query<ExportedReview>(
    `select prompt_id as "promptId", rating, reviewed_at as "reviewedAt", latency_ms as "latencyMs",
       kind = 'review' as counts, source
     from review_log l
     where tenant_id = $1 and person_id = $2 and prompt_id = any($3) and kind in ('review', 'record')
       and not exists (select from review_log u where u.tenant_id = $1 and u.person_id = $2
                       and u.prompt_id = l.prompt_id and u.undoes = l.id)
     order by reviewed_at, id`,
    [db.tenantId, personId, promptIds],
  );
  return rows;
}

export interface ExportedState {
  promptId: string;
  memory: MemorySnapshot | undefined;
  suspended: boolean;
  flag: number;
}

type StateRow = { [K in keyof MemoryColumns]: MemoryColumns[K] | null } & Omit<
  ExportedState,
  'memory'
>;

/** Where a person stands with some prompts; those never touched are left out. */
export async function readStates(
  db: TenantDb,
  personId: string,
  promptIds: readonly string[],
): Promise<ExportedState[]> {
  const { rows } = await db.query<StateRow>(
    `select p.id as "promptId", coalesce(k.suspended, false) as suspended, coalesce(k.flag, 0) as flag,
       m.due, m.stability, m.difficulty, m.state, m.step, m.scheduled_days as "scheduledDays", m.reps,
       m.lapses, m.last_review as "lastReview"
     from prompt p
       left join memory_state m on m.tenant_id = $1 and m.person_id = $2 and m.prompt_id = p.id
       left join prompt_mark k on k.tenant_id = $1 and k.person_id = $2 and k.prompt_id = p.id
     where p.tenant_id = $1 and p.id = any($3) and (m.due is not null or k.flag is not null)`,
    [db.tenantId, personId, promptIds],
  );
  return rows.map(({ promptId, suspended, flag, ...memory }) => ({
    promptId,
    suspended,
    flag,
    memory: hasMemory(memory) ? toMemory(memory) : undefined,
  }));
}

function hasMemory(
  row: { [K in keyof MemoryColumns]: MemoryColumns[K] | null },
): row is MemoryColumns {
  return row.due !== null;
}
