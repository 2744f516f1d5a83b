import type { TenantDb } from '../../platform/database/database.ts';
import type { CourseSubject } from './act.ts';
import type { Attempt } from './attempt.store.ts';

export async function isCourse(db: TenantDb, id: string): Promise<boolean> {
  return (await findCourseSubject(db, id)) !== undefined;
}

export async function findCourseSubject(
  db: TenantDb,
  id: string,
): Promise<CourseSubject | undefined> {
  const { rows } = await db.query<CourseSubject>(
    `select id, title, language from course
     where tenant_id = $1 and id = $2 and deleted_at is null`,
    [db.tenantId, id],
    'kept',
  );
  return rows[0];
}

/** The same id again changes nothing. */
export async function insertCourseAttempt(
  db: TenantDb,
  a: Pick<Attempt, 'id' | 'personId' | 'assignmentId' | 'startedAt'> & { courseId: string },
): Promise<void> {
  await db.query(
    `insert into attempt (tenant_id, id, person_id, course_id, assignment_id, mode, started_at)
     values ($1, $2, $3, $4, $5, 'study', $6) on conflict do nothing`,
    [db.tenantId, a.id, a.personId, a.courseId, a.assignmentId, a.startedAt],
  );
}
