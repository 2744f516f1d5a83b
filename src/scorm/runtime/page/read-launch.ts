import type { CourseLaunch } from '@crosswalk/course-player/launch';
import { DomainError } from '../../../core/domain-error.ts';
import { readSettings } from '../../../core/settings/tenant-settings.ts';
import { findLearner } from '../../../core/study/learner.store.ts';
import type { Database, TenantDb } from '../../../platform/database/database.ts';
import type { ContentLinks } from '../../content/content-links.ts';
import { findCourse } from '../../courses/course.store.ts';
import type { LaunchGrant, LaunchLinks } from '../launch-link.ts';
import {
  beginSession,
  findScormAttempt,
  readDataModels,
  type ScormAttempt,
} from '../scorm-attempt.store.ts';
import { activityTree } from './activity-tree.ts';
import { isPlayed, launchItems, type PlayedStructure } from './launch-items.ts';

interface ReadDeps {
  database: Database;
  contentLinks: ContentLinks;
  launchLinks: LaunchLinks;
}

const FILES_MS = 24 * 3_600_000;

/**
 * What the page of a course begins with. Where facts are recorded this begins a session: once it has
 * stored something, a page of the same attempt that is open elsewhere cannot.
 * @throws DomainError `not_found`, `forbidden`
 */
export async function readLaunch(
  deps: ReadDeps,
  { tenantId, grant }: { tenantId: string; grant: LaunchGrant },
): Promise<CourseLaunch> {
  const { courseId } = grant;
  const expiresAt = new Date(Date.now() + FILES_MS);
  const filesUrl = await deps.contentLinks.filesUrl(tenantId, { courseId, expiresAt });
  const found = await deps.database.tenant(tenantId, (db) => findLaunched(db, grant));
  const { title, structure, learner, locale, attempt, dataModels } = found;
  const mode = modes[grant.launchMode];
  return {
    standard: structure.kind === 'scorm2004' ? 'scorm2004' : 'scorm12',
    ...{ title, locale },
    items: launchItems(structure, { filesUrl, visitor: { learner, mode } }),
    activityTree: structure.kind === 'scorm2004' ? activityTree(structure.organization) : null,
    stored: attempt
      ? {
          currentItem: attempt.currentItem,
          sequencing: attempt.sequencing,
          isEnded: attempt.isEnded,
          dataModels,
        }
      : null,
    commitUrl:
      attempt && mode === 'normal'
        ? await deps.launchLinks.commitUrl(tenantId, {
            attemptId: attempt.id,
            session: attempt.session,
          })
        : null,
    returnUrl: grant.returnUrl,
  };
}

const modes = { Normal: 'normal', Browse: 'browse', Review: 'review' } as const;

interface Launched {
  title: string;
  structure: PlayedStructure;
  learner: { id: string; name: string } | null;
  locale: string;
  attempt: (ScormAttempt & { session: number }) | undefined;
  dataModels: Awaited<ReturnType<typeof readDataModels>>;
}

async function findLaunched(
  db: TenantDb,
  { courseId, personId, attemptId, launchMode, locale }: LaunchGrant,
): Promise<Launched> {
  const [course, person, settings] = await Promise.all([
    findCourse(db, courseId),
    personId ? findLearner(db, personId) : undefined,
    readSettings(db),
  ]);
  if (!course || !isPlayed(course.structure) || (personId && !person)) {
    throw new DomainError('not_found', 'There is no such course any more.');
  }
  if (person && !person.active) {
    throw new DomainError('forbidden', 'This account is not active any more.');
  }
  const open = launchMode === 'Normal' ? beginSession : findScormAttempt;
  const attempt = attemptId === null ? undefined : await open(db, attemptId);
  return {
    title: course.title,
    structure: course.structure,
    learner: person ? { id: person.id, name: person.displayName } : null,
    locale: locale ?? person?.locale ?? settings.language,
    attempt,
    dataModels: attempt ? await readDataModels(db, attempt.id) : {},
  };
}
