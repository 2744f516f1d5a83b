import type { TenantDb } from '../../platform/database/database.ts';
import { claimNames, type LaunchClaims, objectOf, textOf, textsOf } from '../claims.ts';
import { adoptLineItem } from '../grades/line-item.store.ts';
import { listContextAssignments } from '../grades/missing-scores.store.ts';
import { queueMissingScores } from '../grades/missing-scores.ts';
import { scheduleScores } from '../grades/schedule-scores.ts';
import { reviveLostScores } from '../grades/score-queue.store.ts';
import { CONTEXT_COPY } from '../notices/notice.ts';
import { queueNoticeHandler } from '../notices/set-notice-handler.ts';
import type { LaunchLink } from '../people/launch-link.ts';
import type { Deployment } from '../registrations/registration.ts';
import { queueRosterSync } from '../roster/sync-roster.ts';
import { scopes } from '../scopes.ts';
import { type KnownServices, updateContextServices } from './noted-services.store.ts';

interface NotedLaunch {
  deployment: Pick<Deployment, 'id'>;
  /** Row of the context; undefined for a link outside any course. */
  contextId: string | undefined;
  /** Undefined for messages without one. */
  link: Pick<LaunchLink, 'linkId' | 'assignment'> | undefined;
  claims: LaunchClaims;
  /** As they were before. */
  known: KnownServices;
}

/**
 * Remembers the services that a launch offers (claims of AGS 2.0 3.1, NRPS 2.0 3.6.1.1 and PNS 1.0),
 * in its transaction: where rosters are, the line item of the link, which is another one after a copy
 * of the course, and who tells of such copies. Asks nothing where all is as before.
 */
export async function noteServices(
  db: TenantDb,
  { deployment: { id: deploymentId }, contextId, link, claims, known }: NotedLaunch,
): Promise<void> {
  const offered = servicesOf(claims);
  if (contextId) await noteContext(db, { contextId, known, offered });
  const { lineItemUrl: url } = offered;
  if (link && url && offered.agsScopes.includes(scopes.score)) {
    const { linkId } = link;
    const assignmentId = link.assignment?.id ?? known.assignmentId;
    const isKnown = known.lineItemUrl === url && known.lineItemAssignmentId === assignmentId;
    const its = { deploymentId, contextId: contextId ?? null, linkId, assignmentId, url };
    const moved = isKnown ? undefined : await adoptLineItem(db, its);
    if (moved && (await reviveLostScores(db, moved))) await scheduleScores(db, deploymentId);
    if (!isKnown && assignmentId) await queueMissingScores(db, assignmentId);
  }
  if (offered.noticesUrl && known.noticeHandler === null) {
    await queueNoticeHandler(db, { deploymentId, url: offered.noticesUrl });
  }
}

async function noteContext(
  db: TenantDb,
  {
    contextId,
    known,
    offered,
  }: { contextId: string; known: KnownServices; offered: OfferedServices },
): Promise<void> {
  const { membershipsUrl, lineItemsUrl, agsScopes } = offered;
  const isSame =
    known.membershipsUrl === membershipsUrl &&
    known.lineItemsUrl === lineItemsUrl &&
    known.agsScopes.join() === agsScopes.join();
  // A message without services, as some platforms send for reviews, takes none away.
  const isAny = membershipsUrl !== null || lineItemsUrl !== null || offered.lineItemUrl !== null;
  if (!isSame && isAny) {
    await updateContextServices(db, { contextId, ...offered });
    // Line items may be made now that could not be.
    const isMore = lineItemsUrl !== null && !known.agsScopes.includes(scopes.lineItem);
    if (isMore && agsScopes.includes(scopes.lineItem)) {
      for (const id of await listContextAssignments(db, contextId)) {
        await queueMissingScores(db, id);
      }
    }
  }
  if (membershipsUrl && known.isRosterOld) await queueRosterSync(db, contextId);
}

interface OfferedServices {
  membershipsUrl: string | null;
  lineItemsUrl: string | null;
  lineItemUrl: string | null;
  agsScopes: string[];
  noticesUrl: string | null;
}

function servicesOf(claims: LaunchClaims): OfferedServices {
  const grades = objectOf(claims[claimNames.grades]);
  const roster = objectOf(claims[claimNames.roster]);
  const notices = objectOf(claims[claimNames.notices]);
  const isToldOfCopies =
    textsOf(notices.scope).includes(scopes.noticeHandlers) &&
    textsOf(notices.notice_types_supported).includes(CONTEXT_COPY);
  return {
    membershipsUrl: urlOf(roster.context_memberships_url),
    lineItemsUrl: urlOf(grades.lineitems),
    lineItemUrl: urlOf(grades.lineitem),
    agsScopes: textsOf(grades.scope).toSorted(),
    noticesUrl: isToldOfCopies ? urlOf(notices.platform_notification_service_url) : null,
  };
}

function urlOf(value: unknown): string | null {
  const text = textOf(value);
  const isUrl = text && text.length <= 2_000 && URL.canParse(text) && /^https?:/.test(text);
  return isUrl ? text : null;
}
