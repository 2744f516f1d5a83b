import type { TenantDb } from '../../platform/database/database.ts';

/** What came of the learners of a destination. */
export interface DispatchResults {
  learners: number;
  launches: number;
  completed: number;
  passed: number;
  failed: number;
  /** Of the best scores, in [0,1]. */
  meanScore: number | null;
  firstLaunchAt: Date | null;
  lastLaunchAt: Date | null;
}

/** Each learner with the best of what they did for the dispatch. */
const learners = `select l.*, best.score, coalesce(best.completed, false) as completed,
    coalesce(best.passed, false) as passed,
    coalesce(best.failed, false) and not coalesce(best.passed, false) as failed
  from dispatch_learner l
    join dispatch x on x.tenant_id = $1 and x.id = l.dispatch_id
    left join lateral (
      select max(t.score_scaled)::double precision as score, bool_or(t.completion = 'completed') as completed,
        bool_or(t.success = 'passed') as passed, bool_or(t.success = 'failed') as failed
      from attempt t
      where t.tenant_id = $1 and t.assignment_id = x.assignment_id and t.person_id = l.person_id
    ) best on true
  where l.tenant_id = $1 and l.dispatch_id = $2`;

/** A row a host, those with most learners first, and one of all with `host` null. */
export async function readResults(
  db: TenantDb,
  dispatchId: string,
): Promise<(DispatchResults & { host: string | null })[]> {
  const { rows } = await db.query<DispatchResults & { host: string | null }>(
    `select host, count(*) as learners, coalesce(sum(launches), 0) as launches,
       count(*) filter (where completed) as completed, count(*) filter (where passed) as passed,
       count(*) filter (where failed) as failed, avg(score) as "meanScore",
       min(first_launch_at) as "firstLaunchAt", max(last_launch_at) as "lastLaunchAt"
     from (${learners}) as seated group by grouping sets ((host), ())
     order by learners desc, host`,
    [db.tenantId, dispatchId],
  );
  return rows;
}

export interface SeatedLearner {
  personId: string;
  displayName: string;
  host: string;
  learnerId: string;
  launches: number;
  scoreScaled: number | null;
  completion: 'incomplete' | 'completed';
  success: 'unknown' | 'passed' | 'failed';
  firstLaunchAt: Date;
  lastLaunchAt: Date;
}

/** In the order in which the hub has met them. */
export async function listSeated(
  db: TenantDb,
  { dispatchId, after, limit }: { dispatchId: string; after: string | undefined; limit: number },
): Promise<SeatedLearner[]> {
  const { rows } = await db.query<SeatedLearner>(
    `select s.person_id as "personId", p.display_name as "displayName", s.host,
       s.learner_id as "learnerId", s.launches, s.score as "scoreScaled",
       case when s.completed then 'completed' else 'incomplete' end as completion,
       case when s.passed then 'passed' when s.failed then 'failed' else 'unknown' end as success,
       s.first_launch_at as "firstLaunchAt", s.last_launch_at as "lastLaunchAt"
     from (${learners} and ($3::uuid is null or l.person_id > $3) order by l.person_id limit $4) as s
       join person p on p.tenant_id = $1 and p.id = s.person_id
     order by s.person_id`,
    [db.tenantId, dispatchId, after ?? null, limit],
  );
  return rows;
}
