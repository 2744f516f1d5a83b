import type { TenantDb } from '../../../platform/database/database.ts';
import { storableJson } from '../../../platform/storable-json.ts';
import type { Session } from './session.ts';

const COLUMNS = `s.id, s.profile, s.registration_id as registration, r.course_id as "courseId",
  r.person_id as "personId", s.au, s.activity_id as "activityId", s.launch_mode as "launchMode",
  s.mastery_score as "masteryScore", s.context_template as "contextTemplate",
  s.launched_at as "launchedAt", s.preferences_read_at as "preferencesReadAt",
  s.initialized_at as "initializedAt", s.completed_at as "completedAt", s.passed_at as "passedAt",
  s.failed_at as "failedAt", s.terminated_at as "terminatedAt", s.abandoned_at as "abandonedAt",
  s.last_statement_at as "lastStatementAt"`;

const FROM = `cmi5_session s
  join cmi5_registration r on r.tenant_id = $1 and r.id = s.registration_id`;

export type NewSession = Omit<Session, `${string}At` | 'courseId' | 'personId'> & {
  launchedAt: Date;
  /** Of Tin Can launches null: there is nothing to fetch. */
  fetchHash: string | null;
  tokenHash: string | null;
};

export async function insertSession(db: TenantDb, session: NewSession): Promise<void> {
  const { id, registration, au, profile, activityId, launchMode, masteryScore } = session;
  await db.query(
    `insert into cmi5_session (tenant_id, id, registration_id, au, profile, activity_id,
       launch_mode, mastery_score, context_template, fetch_hash, token_hash, launched_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      ...[db.tenantId, id, registration, au, profile, activityId, launchMode, masteryScore],
      storableJson(session.contextTemplate),
      ...[session.fetchHash, session.tokenHash, session.launchedAt],
    ],
    'kept',
  );
}

export async function findSession(db: TenantDb, id: string): Promise<Session | undefined> {
  const { rows } = await db.query<Session>(
    `select ${COLUMNS} from ${FROM} where s.tenant_id = $1 and s.id = $2`,
    [db.tenantId, id],
    'kept',
  );
  return rows[0];
}

/** The session that a token was given for, unless its learner has been deactivated since. */
export async function findTokenSession(
  db: TenantDb,
  { id, tokenHash }: { id: string; tokenHash: string },
): Promise<Session | undefined> {
  const { rows } = await db.query<Session>(
    `select ${COLUMNS} from ${FROM}
       join person p on p.tenant_id = $1 and p.id = r.person_id and p.active
     where s.tenant_id = $1 and s.id = $2 and s.token_hash = $3`,
    [db.tenantId, id, tokenHash],
    'kept',
  );
  return rows[0];
}

/** Sessions of a registration that are neither terminated nor abandoned. */
export async function findOpenSessions(db: TenantDb, registrationId: string): Promise<Session[]> {
  const { rows } = await db.query<Session>(
    `select ${COLUMNS} from ${FROM}
     where s.tenant_id = $1 and s.registration_id = $2
       and s.terminated_at is null and s.abandoned_at is null order by s.id`,
    [db.tenantId, registrationId],
  );
  return rows;
}

export interface Silent {
  id: string;
  registration: string;
}

/** Open sessions that nothing was heard of since then. */
export async function findSilentSessions(
  db: TenantDb,
  { since, limit }: { since: Date; limit: number },
): Promise<Silent[]> {
  const { rows } = await db.query<Silent>(
    `select id, registration_id as registration from cmi5_session
     where tenant_id = $1 and launched_at < $2 and terminated_at is null
       and abandoned_at is null and coalesce(last_statement_at, launched_at) < $2
     order by launched_at limit $3`,
    [db.tenantId, since, limit],
  );
  return rows;
}

/** Takes what may be fetched once (cmi5 8.2.3.1). Answers whether it was there to be taken. */
export async function takeFetch(
  db: TenantDb,
  { id, fetchHash, tokenHash }: { id: string; fetchHash: string; tokenHash: string },
): Promise<boolean> {
  const { count } = await db.query(
    `update cmi5_session set fetched_at = now(), token_hash = $4
     where tenant_id = $1 and id = $2 and fetch_hash = $3 and fetched_at is null
       and terminated_at is null and abandoned_at is null`,
    [db.tenantId, id, fetchHash, tokenHash],
  );
  return count > 0;
}

export async function isFetchKnown(
  db: TenantDb,
  { id, fetchHash }: { id: string; fetchHash: string },
): Promise<boolean> {
  const { count } = await db.query(
    'select from cmi5_session where tenant_id = $1 and id = $2 and fetch_hash = $3',
    [db.tenantId, id, fetchHash],
  );
  return count > 0;
}

export async function markPreferencesRead(db: TenantDb, id: string): Promise<void> {
  await db.query(
    `update cmi5_session set preferences_read_at = now()
     where tenant_id = $1 and id = $2 and preferences_read_at is null`,
    [db.tenantId, id],
  );
}

export type SessionMarks = Pick<
  Session,
  | 'id'
  | 'initializedAt'
  | 'completedAt'
  | 'passedAt'
  | 'failedAt'
  | 'terminatedAt'
  | 'abandonedAt'
  | 'lastStatementAt'
>;

/** Stores what has been said in a session. */
export async function storeMarks(db: TenantDb, marks: SessionMarks): Promise<void> {
  const { id, initializedAt, completedAt, passedAt, failedAt } = marks;
  await db.query(
    `update cmi5_session set initialized_at = $3, completed_at = $4, passed_at = $5,
       failed_at = $6, terminated_at = $7, abandoned_at = $8, last_statement_at = $9
     where tenant_id = $1 and id = $2`,
    [
      ...[db.tenantId, id, initializedAt, completedAt, passedAt, failedAt],
      ...[marks.terminatedAt, marks.abandonedAt, marks.lastStatementAt],
    ],
    'kept',
  );
}
