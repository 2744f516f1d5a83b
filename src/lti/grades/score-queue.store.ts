import type { CountedScore } from '../../core/study/counted-score.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Queryable, TenantDb } from '../../platform/database/database.ts';
import { storableJson } from '../../platform/storable-json.ts';

export interface ScoreTarget {
  lineItemId: string;
  deploymentId: string;
  /** The platform's "sub"; null where the person did not come from there. */
  userId: string | null;
}

/** Where the score of an assignment goes, and whose it is there. */
export async function findScoreTargets(
  db: TenantDb,
  { assignmentId, personId }: { assignmentId: string; personId: string },
): Promise<ScoreTarget[]> {
  const { rows } = await db.query<ScoreTarget>(
    `select i.id as "lineItemId", i.deployment_id as "deploymentId", coalesce(
       (select m.user_id from lti_member m
        where m.tenant_id = $1 and m.context_id = i.context_id and m.person_id = $3
        order by m.seen_at desc limit 1),
       (select n.subject from identity n
        where n.tenant_id = $1 and n.person_id = $3 and n.source = 'lti'
          and n.issuer = d.registration_id::text order by n.id desc limit 1)) as "userId"
     from lti_line_item i join lti_deployment d on d.tenant_id = $1 and d.id = i.deployment_id
     where i.tenant_id = $1 and i.assignment_id = $2`,
    [db.tenantId, assignmentId, personId],
  );
  return rows;
}

export interface QueuedScore {
  lineItemId: string;
  deploymentId: string;
  personId: string;
  userId: string;
  score: CountedScore;
  nextAt: Date;
}

/** The newest score of the pair takes the place of what waits; false where it is the same. */
export async function upsertScore(
  db: TenantDb,
  { lineItemId, deploymentId, personId, userId, score, nextAt }: QueuedScore,
): Promise<boolean> {
  const { count } = await db.query(
    `insert into lti_score as s (tenant_id, id, line_item_id, deployment_id, person_id, user_id,
       attempt_id, score_scaled, completion, success, started_at, submitted_at, queued_at, next_at,
       comment)
     values ($1, $2, $3, $4, $5, $6, $7, $8::real, $9, $10, $11, $12, now(), $13, $14)
     on conflict (tenant_id, line_item_id, person_id) do update set
       user_id = excluded.user_id, attempt_id = excluded.attempt_id,
       score_scaled = excluded.score_scaled, completion = excluded.completion,
       success = excluded.success, started_at = excluded.started_at,
       submitted_at = excluded.submitted_at, comment = excluded.comment, version = s.version + 1, state = 'pending',
       tries = 0, queued_at = now(), next_at = excluded.next_at
     where (s.user_id, s.attempt_id, s.score_scaled, s.completion, s.success, s.submitted_at,
         s.comment)
       is distinct from (excluded.user_id, excluded.attempt_id, excluded.score_scaled,
         excluded.completion, excluded.success, excluded.submitted_at, excluded.comment)`,
    [
      db.tenantId,
      uuidv7(),
      lineItemId,
      deploymentId,
      personId,
      userId,
      score.attemptId,
      score.scoreScaled,
      score.completion,
      score.success,
      score.startedAt,
      score.submittedAt,
      nextAt,
      score.comment,
    ],
    'kept',
  );
  return count === 1;
}

/** A score that is to be sent now, under a time of its own. */
export interface DueScore {
  id: string;
  lineItemId: string;
  url: string | null;
  userId: string;
  attemptId: string | null;
  isNewAttempt: boolean;
  scoreScaled: number | null;
  scoreMaximum: number;
  completion: 'incomplete' | 'completed';
  comment: string | null;
  isNewComment: boolean;
  startedAt: Date | null;
  submittedAt: Date | null;
  version: number;
  tries: number;
  queuedAt: Date;
  timestamp: Date;
}

/**
 * Takes scores whose time has come, and gives each a time later than any it was sent under: once
 * that is committed they may be sent. What a killed run has left behind is among them.
 */
export async function takeDueScores(
  db: TenantDb,
  {
    deploymentId,
    now,
    stepMs,
    except,
    limit,
  }: {
    deploymentId: string;
    now: Date;
    stepMs: number;
    /** Under way. */
    except: readonly string[];
    limit: number;
  },
): Promise<DueScore[]> {
  const { rows } = await db.query<DueScore>(
    `with due as (
       select id from lti_score
       where tenant_id = $1 and deployment_id = $2 and state in ('pending', 'sending')
         and next_at <= $3 and id <> all ($5::uuid[])
       order by next_at, id limit $6 for update skip locked)
     update lti_score s set state = 'sending', tries = s.tries + 1,
       last_timestamp = greatest($3, s.last_timestamp + $4 * interval '1 millisecond')
     from due join lti_score d on d.tenant_id = $1 and d.id = due.id
       join lti_line_item i on i.tenant_id = $1 and i.id = d.line_item_id
     where s.tenant_id = $1 and s.id = due.id
     returning s.id, s.line_item_id as "lineItemId", i.url, s.user_id as "userId",
       s.attempt_id as "attemptId", s.attempt_id is distinct from s.sent_attempt_id as "isNewAttempt",
       s.score_scaled as "scoreScaled", i.score_maximum as "scoreMaximum", s.completion, s.comment,
       s.comment is distinct from s.sent_comment as "isNewComment", s.started_at as "startedAt", s.submitted_at as "submittedAt", s.version, s.tries,
       s.queued_at as "queuedAt", s.last_timestamp as timestamp`,
    [db.tenantId, deploymentId, now, stepMs, except, limit],
  );
  return rows;
}

/** What became of a score that was taken. */
export interface Outcome {
  id: string;
  /** What was sent; when the score has changed meanwhile, it waits on. */
  version: number;
  attemptId: string | null;
  comment: string | null;
  /** `untried`: the run ended before it was sent. */
  result: 'delivered' | 'retry' | 'dead' | 'untried';
  nextAt: Date | null;
  status: number | null;
  error: string | null;
}

export async function settleScores(db: TenantDb, outcomes: readonly Outcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  await db.query(
    `update lti_score s set
       state = case
         when x.result in ('retry', 'untried') or s.version <> x.version then 'pending'
         else x.result end,
       tries = case when x.result = 'untried' then greatest(0, s.tries - 1) else s.tries end,
       next_at = greatest(s.next_at, coalesce(x."nextAt", s.next_at)),
       last_status = case when x.result = 'untried' then s.last_status else x.status end,
       last_error = case when x.result = 'untried' then s.last_error else x.error end,
       sent_version = case when x.result = 'delivered' then x.version else s.sent_version end,
       sent_attempt_id = case when x.result = 'delivered' then x."attemptId" else s.sent_attempt_id end,
       sent_comment = case when x.result = 'delivered' then x.comment else s.sent_comment end,
       delivered_at = case when x.result = 'delivered' then now() else s.delivered_at end,
       result = case when x.result = 'delivered' then null else s.result end,
       result_at = case when x.result = 'delivered' then null else s.result_at end
     from jsonb_to_recordset($2::jsonb) as x(id uuid, version integer, "attemptId" uuid, comment text,
       result text,
       "nextAt" timestamptz, status integer, error text)
     where s.tenant_id = $1 and s.id = x.id`,
    [db.tenantId, storableJson(outcomes)],
  );
}

/** Dead letters of a line item that was gone, and is found again; false where there are none. */
export async function reviveLostScores(db: TenantDb, lineItemId: string): Promise<boolean> {
  const { count } = await db.query(
    `update lti_score set state = 'pending', tries = 0, queued_at = now(), next_at = now()
     where tenant_id = $1 and line_item_id = $2 and state = 'dead'`,
    [db.tenantId, lineItemId],
  );
  return count > 0;
}

/** When the deployment's next score is to be sent; undefined when none waits. */
export async function nextScoreAt(db: TenantDb, deploymentId: string): Promise<Date | undefined> {
  const { rows } = await db.query<{ at: Date | null }>(
    `select greatest(min(s.next_at), (select d.scores_paused_until from lti_deployment d
         where d.tenant_id = $1 and d.id = $2)) as at
     from lti_score s
     where s.tenant_id = $1 and s.deployment_id = $2 and s.state in ('pending', 'sending')`,
    [db.tenantId, deploymentId],
  );
  return rows[0]?.at ?? undefined;
}

/** Deployments of all tenants with scores that are due, and no run to send them. */
export async function listDueScores(
  lookup: Queryable,
): Promise<{ tenantId: string; id: string }[]> {
  const { rows } = await lookup.query<{ tenantId: string; id: string }>(
    'select tenant_id as "tenantId", id from list_due_lti_scores()',
  );
  return rows;
}

/** Reactions share it, the end of a run takes it alone: it sees what they have queued meanwhile. */
export async function lockScoreQueue(
  db: TenantDb,
  deploymentId: string,
  mode: 'shared' | 'alone',
): Promise<void> {
  const lock = mode === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock';
  await db.query(`select ${lock}(hashtextextended($1, 4))`, [`lti.scores ${deploymentId}`]);
}
