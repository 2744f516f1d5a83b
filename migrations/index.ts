import type { Migration } from '../src/platform/database/migrate.ts';
import { platform } from './0001-platform.ts';
import { people } from './0002-people.ts';
import { decks } from './0003-decks.ts';
import { study } from './0004-study.ts';
import { lrs } from './0005-lrs.ts';
import { lrsAccess } from './0006-lrs-access.ts';
import { lrsForwarding } from './0007-lrs-forwarding.ts';
import { lrsAnalytics } from './0008-lrs-analytics.ts';
import { lti } from './0009-lti.ts';
import { provisioning } from './0010-provisioning.ts';
import { scim } from './0011-scim.ts';
import { sso } from './0012-sso.ts';
import { directory } from './0013-directory.ts';
import { courses } from './0014-courses.ts';
import { courseAttempts } from './0015-course-attempts.ts';
import { cmi5 } from './0016-cmi5.ts';
import { dispatch } from './0017-dispatch.ts';

/** In the order in which they run; names never change once released. */
export const migrations: Migration[] = [
  platform,
  people,
  decks,
  study,
  lrs,
  lrsAccess,
  lrsForwarding,
  lrsAnalytics,
  lti,
  provisioning,
  scim,
  sso,
  directory,
  courses,
  courseAttempts,
  cmi5,
  dispatch,
];
