import type { PostgresStore } from '@crosswalk/xapi-lrs';
import type { Database } from '../../platform/database/database.ts';
import type { CourseWithStructure } from '../courses/course.store.ts';
import type { LaunchMode } from './sessions/session.ts';

export interface Cmi5LaunchDeps {
  database: Database;

  lrsStore: PostgresStore;
  publicUrl: string;
  /** Address of the folder with a course's files, on the content origin; ends in a slash. */
  contentBase(tenantId: string, courseId: string): Promise<string>;
}

export interface Cmi5LaunchInput {
  /** A cmi5 course, or a package with a tincan.xml. */
  course: CourseWithStructure;
  personId: string;
  /** The publisher's id of an AU or activity; default: the first that is not done yet. */
  auId?: string | undefined;
  launchMode: LaunchMode;
  /** Where the AU sends the learner when it ends. */
  returnUrl?: string | undefined;
  /** Whose attempt it is; its score goes where the assignment's scores go. */
  assignmentId?: string | null | undefined;
  /** Goes on with the person's latest registration in the course (for the assignment), or begins anew. */
  registration?: 'latest' | 'new' | undefined;
}

export interface Cmi5Launch {
  /** To open in the learner's browser, once. */
  url: string;
  registration: string;
  sessionId: string;
  /** `OwnWindow`: not within a frame (cmi5 8.1). */
  launchMethod: 'OwnWindow' | 'AnyWindow';
}

/**
 * Begins a session of an AU (cmi5 8): the session before it is abandoned, launch data and the
 * launched statement are written.
 * @throws DomainError `not_found`, `forbidden`
 */
export async function launchCmi5(
  _deps: Cmi5LaunchDeps,
  _tenantId: string,
  _input: Cmi5LaunchInput,
): Promise<Cmi5Launch> {
  throw new Error('cmi5 courses cannot be launched yet');
}
