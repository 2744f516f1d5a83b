import { type Assignment, findAssignment } from '../../core/study/assignment.store.ts';
import { createAssignment, placeAssignment } from '../../core/study/assignments.ts';
import { isUuid, uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { storableText } from '../../platform/storable-json.ts';
import { claimNames, customOf, objectOf, textOf } from '../claims.ts';
import type { VerifiedLaunch } from '../launch/verify-launch.ts';
import { findCopiedAssignment } from '../notices/notice.store.ts';
import type { LaunchPlace } from './launch-context.ts';
import { putLink, setLinkAssignment } from './link.store.ts';

export interface LaunchLink {
  linkId: string;
  groupId: string;
  /** Undefined while nobody has chosen what the link opens. */
  assignment: Assignment | undefined;
}

type Launch = Pick<VerifiedLaunch, 'deployment' | 'claims'>;

/** A link that was launched before, and what it opened then. */
export interface KnownLink {
  id: string;
  assignment: Assignment | undefined;
}

interface Linked {
  launch: Launch;
  place: LaunchPlace;
  known: KnownLink | undefined;
}

/**
 * The link, and what it opens. Its custom parameters name that: `assignment_id` an assignment, which
 * the first link takes and every other gets a copy of; `deck_id` (and `mode`) a deck; `course_id` a
 * course.
 */
export async function launchLink(
  db: TenantDb,
  { launch, place, known }: Linked,
): Promise<LaunchLink> {
  const { claims } = launch;
  const { groupId } = place;
  const key = linkKey(launch);
  const wanted = wantedContent(customOf(claims));
  const current = offered(known?.assignment);
  if (known && current && isFor(current, wanted))
    return { linkId: known.id, groupId, assignment: current };
  const said = textOf(objectOf(claims[claimNames.resourceLink]).title);
  const title = storableText(said ?? '').slice(0, 400) || null;
  const held = await putLink(db, { ...key, id: uuidv7(), contextId: place.contextId, title });
  const meanwhile = await assignmentOf(db, held.assignmentId);
  if (meanwhile && isFor(meanwhile, wanted))
    return { linkId: held.id, groupId, assignment: meanwhile };
  const content = wanted ?? (await copiedContent(db, { place, title }));
  const placed = await placeContent(db, { wanted: content, place, title, key });
  if (placed) await setLinkAssignment(db, { id: held.id, assignmentId: placed.id });
  return { linkId: held.id, groupId, assignment: placed ?? meanwhile };
}

function linkKey({ deployment, claims }: Launch) {
  const resourceLinkId = textOf(objectOf(claims[claimNames.resourceLink]).id) ?? '';
  return { deploymentId: deployment.id, resourceLinkId };
}

type Wanted =
  | { assignmentId: string }
  | { deckId: string; mode: 'study' | 'test' }
  | { courseId: string }
  | undefined;

function wantedContent(custom: Record<string, string>): Wanted {
  const assignmentId = custom.assignment_id?.toLowerCase() ?? '';
  if (isUuid(assignmentId)) return { assignmentId };
  const deckId = custom.deck_id?.toLowerCase() ?? '';
  if (isUuid(deckId)) return { deckId, mode: custom.mode === 'test' ? 'test' : 'study' };
  const courseId = custom.course_id?.toLowerCase() ?? '';
  return isUuid(courseId) ? { courseId } : undefined;
}

/** Of a copied course: what the link of this title opens where it was copied from. */
async function copiedContent(
  db: TenantDb,
  { place: { contextId }, title }: { place: LaunchPlace; title: string | null },
): Promise<Wanted> {
  if (!contextId || !title) return undefined;
  const assignmentId = await findCopiedAssignment(db, { contextId, title });
  return assignmentId ? { assignmentId } : undefined;
}

/** Whether it is what the link asks for, or a copy of that; a link that asks for nothing keeps its own. */
function isFor(assignment: Assignment, wanted: Wanted): boolean {
  if (!wanted) return true;
  if ('deckId' in wanted) {
    return assignment.deckId === wanted.deckId && assignment.mode === wanted.mode;
  }
  if ('courseId' in wanted) return assignment.courseId === wanted.courseId;
  const { assignmentId } = wanted;
  return assignment.id === assignmentId || assignment.origin?.template === assignmentId;
}

async function placeContent(
  db: TenantDb,
  {
    wanted,
    place: { groupId },
    title,
    key,
  }: {
    wanted: Wanted;
    place: LaunchPlace;
    title: string | null;
    key: { deploymentId: string; resourceLinkId: string };
  },
): Promise<Assignment | undefined> {
  if (!wanted) return undefined;
  const origin = { surface: 'lti', ...key };
  if ('assignmentId' in wanted) {
    const { assignmentId } = wanted;
    if (!(await assignmentOf(db, assignmentId))) return undefined;
    return placeAssignment(db, {
      id: assignmentId,
      groupId,
      origin: { ...origin, template: assignmentId },
    });
  }
  const content = 'courseId' in wanted ? { ...wanted, mode: 'study' as const } : wanted;
  return createAssignment(db, { ...content, groupId, title, origin });
}

/** Undefined also for one that is not offered any more. */
async function assignmentOf(db: TenantDb, id: string | null): Promise<Assignment | undefined> {
  return offered(id ? await findAssignment(db, id) : undefined);
}

function offered(assignment: Assignment | undefined): Assignment | undefined {
  return assignment?.retiredAt ? undefined : assignment;
}
