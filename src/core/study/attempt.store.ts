import type { TenantDb } from '../../platform/database/database.ts';
import type { StudiedPart } from './assignment.store.ts';
import { pinValues, studiedRevision } from './revision-pin.ts';

export interface Attempt {
  id: string;
  personId: string;
  /** Of a deck in a revision, or of a course. */
  deckId: string | null;
  deckRevision: number | null;
  courseId: string | null;
  assignmentId: string | null;
  mode: 'study' | 'test';
  scoreScaled: number | null;
  completion: 'incomplete' | 'completed';
  success: 'unknown' | 'passed' | 'failed';
  startedAt: Date;
  finishedAt: Date | null;
  /** Of whoever has looked at it, for the learner. */
  comment: string | null;
}

export const attemptColumns = `id, person_id as "personId", deck_id as "deckId", deck_revision as "deckRevision",
  course_id as "courseId", assignment_id as "assignmentId", mode, score_scaled as "scoreScaled", completion, success,
  started_at as "startedAt", finished_at as "finishedAt", comment`;

/** The same id again changes nothing. */
export async function insertAttempt(
  db: TenantDb,
  a: Pick<Attempt, 'id' | 'personId' | 'assignmentId' | 'mode' | 'startedAt'> & {
    deckId: string;
    deckRevision: number;
  },
): Promise<void> {
  await db.query(
    `insert into attempt (tenant_id, id, person_id, deck_id, deck_revision, assignment_id, mode, started_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [db.tenantId, a.id, a.personId, a.deckId, a.deckRevision, a.assignmentId, a.mode, a.startedAt],
  );
}

/** Locked until the transaction ends, so that a score is computed from all answers. */
export async function lockAttempt(db: TenantDb, id: string): Promise<Attempt | undefined> {
  const { rows } = await db.query<Attempt>(
    `select ${attemptColumns} from attempt where tenant_id = $1 and id = $2 for update`,
    [db.tenantId, id],
  );
  return rows[0];
}

export async function listAttempts(
  db: TenantDb,
  { personId, after, limit }: { personId: string; after: string | undefined; limit: number },
): Promise<Attempt[]> {
  const { rows } = await db.query<Attempt>(
    `select ${attemptColumns} from attempt where tenant_id = $1 and person_id = $2 and ($3::uuid is null or id < $3)
     order by id desc limit $4`,
    [db.tenantId, personId, after ?? null, limit],
  );
  return rows;
}

export interface AttemptItem {
  id: string;
  promptId: string;
  response: string;
  correct: boolean | null;
  latencyMs: number;
  answeredAt: Date;
}

/** Answers the ids that are new; an answer sent again changes nothing. */
export async function insertItems(
  db: TenantDb,
  attemptId: string,
  items: readonly AttemptItem[],
): Promise<Set<string>> {
  const { rows } = await db.query<{ id: string }>(
    `insert into attempt_item (tenant_id, id, attempt_id, prompt_id, response, correct, latency_ms, answered_at)
     select $1, id, $2, "promptId", response, correct, "latencyMs", "answeredAt"
     from jsonb_to_recordset($3::jsonb) as x(id uuid, "promptId" uuid, response text, correct boolean,
       "latencyMs" integer, "answeredAt" timestamptz)
     on conflict do nothing returning id`,
    [db.tenantId, attemptId, JSON.stringify(items)],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Prompts answered, and those answered rightly, each counted once (the first answer counts). */
export async function countItems(
  db: TenantDb,
  attemptId: string,
): Promise<{ answered: number; correct: number }> {
  const { rows } = await db.query<{ answered: number; correct: number }>(
    `select count(*) as answered, count(*) filter (where correct) as correct from (
       select distinct on (prompt_id) correct from attempt_item
       where tenant_id = $1 and attempt_id = $2 order by prompt_id, answered_at, id) as first`,
    [db.tenantId, attemptId],
  );
  return rows[0] ?? { answered: 0, correct: 0 };
}

export async function finishAttempt(
  db: TenantDb,
  a: Pick<Attempt, 'id' | 'scoreScaled' | 'completion' | 'success' | 'finishedAt'>,
): Promise<void> {
  await db.query(
    `update attempt set score_scaled = $3, completion = $4, success = $5, finished_at = $6
     where tenant_id = $1 and id = $2`,
    [db.tenantId, a.id, a.scoreScaled, a.completion, a.success, a.finishedAt],
  );
}

export async function setComment(
  db: TenantDb,
  { id, comment }: Pick<Attempt, 'id' | 'comment'>,
): Promise<Attempt | undefined> {
  const { rows } = await db.query<Attempt>(
    `update attempt set comment = $3 where tenant_id = $1 and id = $2 returning ${attemptColumns}`,
    [db.tenantId, id, comment],
  );
  return rows[0];
}

/** Prompts of the decks' studied revisions that can be answered; of all atoms, or of those tagged. */
export async function countAnswerable(
  db: TenantDb,
  { deckIds, tags, pin }: StudiedPart & { deckIds: readonly string[] },
): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    `select count(*) as n from deck d
       join deck_revision_atom r on r.tenant_id = $1 and r.deck_id = d.id
         and r.n = ${studiedRevision('$4', '$5')}
       cross join lateral unnest(r.prompt_ids) as of(prompt_id)
       join prompt p on p.tenant_id = $1 and p.id = of.prompt_id
     where d.tenant_id = $1 and d.id = any($2) and p.kind <> 'info'
       and ($3::text[] is null or exists (select from atom a
         where a.tenant_id = $1 and a.id = r.atom_id and a.tags && $3))`,
    [db.tenantId, deckIds, tags, ...pinValues(pin)],
  );
  return rows[0]?.n ?? 0;
}

export async function publishedRevision(db: TenantDb, deckId: string): Promise<number> {
  const { rows } = await db.query<{ revision: number }>(
    'select revision from deck where tenant_id = $1 and id = $2',
    [db.tenantId, deckId],
  );
  return rows[0]?.revision ?? 0;
}
