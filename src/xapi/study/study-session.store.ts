import type { TenantDb } from '../../platform/database/database.ts';

export interface SessionReview {
  personId: string;
  deckId: string;
  /** Of the session, where this review begins one. */
  sessionId: string;
  at: Date;
  rating: 'again' | 'hard' | 'good' | 'easy';
  latencyMs: number;
}

/** Adds reviews to the open session of each person and deck. */
export async function addToSessions(
  db: TenantDb,
  reviews: readonly SessionReview[],
): Promise<void> {
  await db.query(
    `insert into study_session as s (tenant_id, person_id, deck_id, id, started_at, last_at,
       again, hard, good, easy, spent_ms)
     select $1, "personId", "deckId", min("sessionId"::text)::uuid, min(at), max(at),
       count(*) filter (where rating = 'again'), count(*) filter (where rating = 'hard'),
       count(*) filter (where rating = 'good'), count(*) filter (where rating = 'easy'),
       sum("latencyMs")
     from jsonb_to_recordset($2::jsonb) as x("personId" uuid, "deckId" uuid, "sessionId" uuid,
       at timestamptz, rating text, "latencyMs" integer)
     group by "personId", "deckId"
     on conflict (tenant_id, person_id, deck_id) do update set
       started_at = least(s.started_at, excluded.started_at),
       last_at = greatest(s.last_at, excluded.last_at), touched_at = now(),
       again = s.again + excluded.again, hard = s.hard + excluded.hard,
       good = s.good + excluded.good, easy = s.easy + excluded.easy,
       spent_ms = s.spent_ms + excluded.spent_ms`,
    [db.tenantId, JSON.stringify(reviews)],
  );
}

export interface EndedSession {
  id: string;
  personId: string;
  deckId: string;
  deckTitle: string | null;
  language: string | null;
  startedAt: Date;
  lastAt: Date;
  again: number;
  hard: number;
  good: number;
  easy: number;
  spentMs: number;
}

/** Takes sessions out that nothing was added to since then. */
export async function takeEndedSessions(
  db: TenantDb,
  { idleSince, limit }: { idleSince: Date; limit: number },
): Promise<EndedSession[]> {
  const { rows } = await db.query<EndedSession>(
    `with ended as (
       delete from study_session s using (
         select person_id, deck_id from study_session
         where tenant_id = $1 and touched_at < $2 order by touched_at limit $3 for update skip locked) o
       where s.tenant_id = $1 and s.person_id = o.person_id and s.deck_id = o.deck_id
       returning s.*)
     select e.id, e.person_id as "personId", e.deck_id as "deckId", d.title as "deckTitle", d.language,
       e.started_at as "startedAt", e.last_at as "lastAt", e.again, e.hard, e.good, e.easy,
       e.spent_ms as "spentMs"
     from ended e left join deck d on d.tenant_id = $1 and d.id = e.deck_id`,
    [db.tenantId, idleSince, limit],
  );
  return rows;
}
