import { DomainError } from '../../core/domain-error.ts';
import type { Database } from '../../platform/database/database.ts';
import { type Cmi5LaunchDeps, launchCmi5 } from '../cmi5/launch.ts';
import type { CourseWithStructure } from '../courses/course.store.ts';
import type { CourseGrant } from './course-link.ts';
import type { LaunchLinks } from './launch-link.ts';
import { type CourseLaunched, launchScorm } from './launch-scorm.ts';

export interface LaunchCourseDeps extends Omit<Cmi5LaunchDeps, 'publicUrl'> {
  database: Database;
  launchLinks: LaunchLinks;
  config: { publicUrl: string };
}

/**
 * Launches a course of any kind for a person.
 * @param auId the publisher's id of an AU or activity, where it has several
 * @throws DomainError `not_found`, `forbidden`, `invalid`
 */
export async function launchCourse(
  deps: LaunchCourseDeps,
  tenantId: string,
  {
    course,
    grant,
    auId,
  }: { course: CourseWithStructure; grant: CourseGrant; auId?: string | undefined },
): Promise<CourseLaunched> {
  const { database, launchLinks, config } = deps;
  const { personId, launchMode, returnUrl, assignmentId } = grant;
  if (course.kind !== 'cmi5' && course.kind !== 'tincan') {
    return database.tenant(tenantId, (db) => launchScorm(db, { grant, launchLinks }));
  }
  if (personId === null) {
    // Its content reports to the LRS itself, as somebody.
    throw new DomainError('invalid', 'This course can only be opened by somebody who is known.');
  }
  return launchCmi5({ ...deps, publicUrl: config.publicUrl }, tenantId, {
    ...{ course, personId, auId, launchMode, returnUrl, assignmentId },
  });
}
