import type { CourseWithStructure } from '../../courses/course.store.ts';
import { ausOf, isXapiStructure } from '../course/au.ts';
import type { MenuGrant, MenuLinks } from './course-menu-link.ts';

/** A course that somebody opens. */
export interface OpenedCourse {
  course: CourseWithStructure;
  grant: MenuGrant;
  isFramed: boolean;
}

/**
 * Path of the page of a course's parts, where it needs one: it has several, or asks for a window of
 * its own (cmi5 8.1) while it is opened in a frame. Undefined: it is launched at once.
 */
export async function menuPath(
  menuLinks: MenuLinks,
  tenantId: string,
  { course, grant, isFramed }: OpenedCourse,
): Promise<string | undefined> {
  if (!isXapiStructure(course.structure)) return undefined;
  const aus = ausOf(course.structure);
  const isApart = isFramed && aus.some(({ launchMethod }) => launchMethod === 'OwnWindow');
  return aus.length > 1 || isApart ? menuLinks.sign(tenantId, grant) : undefined;
}
