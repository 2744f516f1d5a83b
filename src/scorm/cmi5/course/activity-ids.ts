import { createHash } from 'node:crypto';

/** Where the ids of a course's activities begin. */
export interface CoursePlace {
  publicUrl: string;
  courseId: string;
}

/**
 * The hub's own ids, the same in all registrations and never the publisher's (cmi5 8.1.5, 9.4): two
 * courses may bring the same AU.
 */
export function courseActivityId({ publicUrl, courseId }: CoursePlace): string {
  return `${publicUrl}/xapi/activities/courses/${courseId}`;
}

export function auActivityId(place: CoursePlace, publisherId: string): string {
  return `${courseActivityId(place)}/aus/${digest(publisherId)}`;
}

export function blockActivityId(place: CoursePlace, publisherId: string): string {
  return `${courseActivityId(place)}/blocks/${digest(publisherId)}`;
}

function digest(publisherId: string): string {
  return createHash('sha256').update(publisherId).digest('base64url').slice(0, 22);
}
