import type { TenantDb } from '../../../platform/database/database.ts';
import type { AuProgress, Progress } from '../course/move-on.ts';

/** A learner's enrolment in a course (cmi5 3); its id is the attempt's. */
export interface Registration {
  id: string;
  courseId: string;
  personId: string;
  assignmentId: string | null;
  /** Activity ids of the blocks and the course that satisfied statements were written for. */
  satisfied: string[];
  createdAt: Date;
}

const COLUMNS = `id, course_id as "courseId", person_id as "personId",
  assignment_id as "assignmentId", satisfied, created_at as "createdAt"`;

/** Locked until the transaction ends: what a registration allows once is judged one by one. */
export async function lockRegistration(
  db: TenantDb,
  id: string,
): Promise<Registration | undefined> {
  const { rows } = await db.query<Registration>(
    `select ${COLUMNS} from cmi5_registration where tenant_id = $1 and id = $2 for update`,
    [db.tenantId, id],
    'kept',
  );
  return rows[0];
}

/** That of a session, locked as well. */
export async function lockRegistrationOf(
  db: TenantDb,
  sessionId: string,
): Promise<Registration | undefined> {
  const { rows } = await db.query<Registration>(
    `select ${COLUMNS} from cmi5_registration where tenant_id = $1 and id = (
       select registration_id from cmi5_session where tenant_id = $1 and id = $2) for update`,
    [db.tenantId, sessionId],
    'kept',
  );
  return rows[0];
}

export async function findRegistration(
  db: TenantDb,
  id: string,
): Promise<Registration | undefined> {
  const { rows } = await db.query<Registration>(
    `select ${COLUMNS} from cmi5_registration where tenant_id = $1 and id = $2`,
    [db.tenantId, id],
    'kept',
  );
  return rows[0];
}

export interface Enrolment {
  courseId: string;
  personId: string;
  assignmentId: string | null;
}

/** The learner's latest, locked until the transaction ends. */
export async function lockLatestRegistration(
  db: TenantDb,
  enrolment: Enrolment,
): Promise<Registration | undefined> {
  return latest(db, enrolment, 'for update');
}

export async function findLatestRegistration(
  db: TenantDb,
  enrolment: Enrolment,
): Promise<Registration | undefined> {
  return latest(db, enrolment, '');
}

async function latest(
  db: TenantDb,
  { courseId, personId, assignmentId }: Enrolment,
  lock: string,
): Promise<Registration | undefined> {
  const { rows } = await db.query<Registration>(
    `select ${COLUMNS} from cmi5_registration
     where tenant_id = $1 and course_id = $2 and person_id = $3
       and assignment_id is not distinct from $4
     order by id desc limit 1 ${lock}`,
    [db.tenantId, courseId, personId, assignmentId],
  );
  return rows[0];
}

export async function insertRegistration(
  db: TenantDb,
  { id, courseId, personId, assignmentId }: Enrolment & { id: string },
): Promise<void> {
  await db.query(
    `insert into cmi5_registration (tenant_id, id, course_id, person_id, assignment_id)
     values ($1, $2, $3, $4, $5)`,
    [db.tenantId, id, courseId, personId, assignmentId],
    'kept',
  );
}

/** Newest first. */
export async function listRegistrations(
  db: TenantDb,
  {
    courseId,
    personId,
    after,
    limit,
  }: {
    courseId: string;
    personId: string | undefined;
    after: string | undefined;
    limit: number;
  },
): Promise<Registration[]> {
  const { rows } = await db.query<Registration>(
    `select ${COLUMNS} from cmi5_registration
     where tenant_id = $1 and course_id = $2 and ($3::uuid is null or person_id = $3)
       and ($4::uuid is null or id < $4)
     order by id desc limit $5`,
    [db.tenantId, courseId, personId ?? null, after ?? null, limit],
  );
  return rows;
}

export async function addSatisfied(
  db: TenantDb,
  { id, activityIds }: { id: string; activityIds: readonly string[] },
): Promise<void> {
  if (activityIds.length === 0) return;
  await db.query(
    `update cmi5_registration set satisfied = satisfied || $3::jsonb
     where tenant_id = $1 and id = $2`,
    [db.tenantId, id, JSON.stringify(activityIds)],
  );
}

const PROGRESS = `au, completed_at as "completedAt", passed_at as "passedAt",
  failed_at as "failedAt", waived_at as "waivedAt", waived_reason as "waivedReason",
  score_scaled as "scoreScaled"`;

export async function findProgress(db: TenantDb, registrationId: string): Promise<Progress> {
  const { rows } = await db.query<AuProgress>(
    `select ${PROGRESS} from cmi5_au where tenant_id = $1 and registration_id = $2`,
    [db.tenantId, registrationId],
  );
  return new Map(rows.map((row) => [row.au, row]));
}

/** Of several registrations, by their id; those of which nothing is known are not there. */
export async function findProgressOf(
  db: TenantDb,
  registrationIds: readonly string[],
): Promise<ReadonlyMap<string, Progress>> {
  const { rows } = await db.query<AuProgress & { registrationId: string }>(
    `select registration_id as "registrationId", ${PROGRESS} from cmi5_au
     where tenant_id = $1 and registration_id = any ($2::uuid[])`,
    [db.tenantId, registrationIds],
  );
  const found = new Map<string, Map<number, AuProgress>>();
  for (const { registrationId, ...progress } of rows) {
    const known = found.get(registrationId) ?? new Map();
    found.set(registrationId, known.set(progress.au, progress));
  }
  return found;
}

export async function storeProgress(
  db: TenantDb,
  registrationId: string,
  progress: AuProgress,
): Promise<void> {
  const { au, completedAt, passedAt, failedAt, waivedAt, waivedReason, scoreScaled } = progress;
  await db.query(
    `insert into cmi5_au (tenant_id, registration_id, au, completed_at, passed_at, failed_at,
       waived_at, waived_reason, score_scaled)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (tenant_id, registration_id, au) do update set
       completed_at = excluded.completed_at, passed_at = excluded.passed_at,
       failed_at = excluded.failed_at, waived_at = excluded.waived_at,
       waived_reason = excluded.waived_reason, score_scaled = excluded.score_scaled`,
    [
      ...[db.tenantId, registrationId, au, completedAt, passedAt, failedAt],
      ...[waivedAt, waivedReason, scoreScaled],
    ],
  );
}
