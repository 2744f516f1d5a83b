import type { Assignment } from '../../core/study/assignment.store.ts';
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

interface Landing {
  launch: VerifiedLaunch;
  personId: string | undefined;
  assignment: Assignment;
  playCodes: PlayCodeIssuer;
}

/** A one-time address of the player, for what the link opens. */
export async function landInPlayer(
  db: TenantDb,
  { launch, personId, assignment, playCodes }: Landing,
): Promise<string> {
  const presentation = objectOf(launch.claims[claimNames.launchPresentation]);
  const code = await playCodes.issue(db, {
    grant: {
      ...(personId && isRecorded(launch)
        ? { record: 'facts', personId }
        : { record: 'nothing', personId: personId ?? null }),
      deckId: assignment.deckId,
      mode: assignment.mode,
      assignmentId: assignment.id,
      returnUrl: returnUrlOf(launch.claims),
      locale: localeOf(presentation.locale),
    },
    frameAncestors: frameAncestorsOf(launch.platform, launch.claims),
  });
  return `/play/${code}`;
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
