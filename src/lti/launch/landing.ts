import { type Assignment, contentOf } from '../../core/study/assignment.store.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { claimNames, type LaunchClaims, objectOf, textOf } from '../claims.ts';
import { frameAncestorsOf } from '../pages/frame-ancestors.ts';
import { localeOf } from '../people/person-details.ts';
import type { VerifiedLaunch } from './verify-launch.ts';

/** What lets somebody into the player; the surface behind `/play` has it. */
export interface PlayCodeIssuer {
  issue(
    db: TenantDb,
    code: {
      grant: {
        deckId: string;
        mode: 'study' | 'test';
        assignmentId: string | null;
        returnUrl?: string | undefined;
        locale?: string | undefined;
      } & ({ record: 'facts'; personId: string } | { record: 'nothing'; personId: string | null });
      frameAncestors: string[];
    },
  ): Promise<string>;
}

/** What lets somebody into an imported course. */
export interface CourseLinkIssuer {
  issue(
    db: TenantDb,
    grant: {
      courseId: string;
      personId: string | null;
      assignmentId: string | null;
      launchMode: 'Normal' | 'Browse';
      returnUrl?: string | undefined;
      locale?: string | undefined;
      frameAncestors: string[];
    },
    expiresAt: Date,
  ): Promise<string>;
}

/** Who lets people in to what links open. */
export interface Doors {
  playCodes: PlayCodeIssuer;
  courseLinks: CourseLinkIssuer;
}

/** From the redirect to the course's first page. */
const COURSE_LINK_MS = 60_000;

interface Landing {
  launch: VerifiedLaunch;
  personId: string | undefined;
  assignment: Assignment;
  doors: Doors;
}

/** An address of the player or of a course that opens for a minute, for what the link opens. */
export async function landInContent(
  db: TenantDb,
  { launch, personId, assignment, doors }: Landing,
): Promise<string> {
  const presentation = objectOf(launch.claims[claimNames.launchPresentation]);
  const { id: assignmentId, mode } = assignment;
  const content = contentOf(assignment);
  const frameAncestors = frameAncestorsOf(launch.platform, launch.claims);
  const place = {
    assignmentId,
    returnUrl: returnUrlOf(launch.claims),
    locale: localeOf(presentation.locale),
  };
  const isForFacts = personId !== undefined && isRecorded(launch);
  if ('courseId' in content) {
    const launchMode = isForFacts ? ('Normal' as const) : ('Browse' as const);
    const grant = { ...place, ...content, personId: personId ?? null, launchMode, frameAncestors };
    return doors.courseLinks.issue(db, grant, new Date(Date.now() + COURSE_LINK_MS));
  }
  const who = isForFacts
    ? ({ record: 'facts', personId } as const)
    : ({ record: 'nothing', personId: personId ?? null } as const);
  const grant = { ...place, ...who, ...content, mode };
  return `/play/${await doors.playCodes.issue(db, { grant, frameAncestors })}`;
}

/** Only learners leave facts: whoever teaches or watches looks around. */
function isRecorded({ message, roles }: VerifiedLaunch): boolean {
  if (message !== 'resource-link') return false;
  if (roles.isTestStudent) return true;
  return roles.membership === 'learner' || (!roles.membership && !roles.isAdministrator);
}

/** Core 1.3 5.4.4; only what a browser may be sent to. */
function returnUrlOf(claims: LaunchClaims): string | undefined {
  const url = textOf(objectOf(claims[claimNames.launchPresentation]).return_url);
  if (!url || url.length > 4_096 || !URL.canParse(url)) return undefined;
  return /^https?:$/.test(new URL(url).protocol) ? url : undefined;
}
