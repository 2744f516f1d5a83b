import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import type { Database } from '../../platform/database/database.ts';
import { type ContentLinks, createContentLinks } from '../content/content-links.ts';
import { type CourseLinks, createCourseLinks } from './course-link.ts';
import { createLaunchLinks, type LaunchLinks } from './launch-link.ts';

interface CoursePlayDeps {
  database: Database;
  master: MasterKeys;
  config: { contentOrigin: string };
}

/** What imported courses are played with. */
export interface CoursePlay {
  contentLinks: ContentLinks;
  courseLinks: CourseLinks;
  launchLinks: LaunchLinks;
}

export function createCoursePlay({ database, master, config }: CoursePlayDeps): CoursePlay {
  const { contentOrigin } = config;
  return {
    contentLinks: createContentLinks({ database, master, contentOrigin }),
    courseLinks: createCourseLinks({ database, master }),
    launchLinks: createLaunchLinks({ database, master, contentOrigin }),
  };
}
