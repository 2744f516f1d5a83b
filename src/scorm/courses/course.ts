import { DomainError } from '../../core/domain-error.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { type CourseWithStructure, findCourse } from './course.store.ts';

/** @throws DomainError `not_found`, also for one that is being deleted */
export async function getCourse(db: TenantDb, id: string): Promise<CourseWithStructure> {
  const course = await findCourse(db, id);
  if (!course) throw new DomainError('not_found', 'There is no such course.');
  return course;
}
