import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { DomainError } from '../domain-error.ts';
import {
  type Assignment,
  findAssignment,
  insertAssignment,
  type NewAssignment,
  type Placement,
  placeUnplaced,
  updateAssignmentRow,
} from './assignment.store.ts';
import { publishedRevision } from './attempt.store.ts';
import { isCourse } from './course-attempt.store.ts';
import { findLearner } from './learner.store.ts';

/** Of a deck or of a course. */
export type AssignmentInput = Pick<NewAssignment, 'mode'> &
  Partial<Omit<NewAssignment, 'id' | 'mode'>>;

export type AssignmentChanges = Partial<
  Pick<
    Assignment,
    'title' | 'dueAt' | 'masteryScore' | 'scoreRule' | 'scoreMaximum' | 'part' | 'retiredAt'
  >
>;

/**
 * Assigns a published deck or a course to a person, to a group, or to nobody yet. Person and group
 * must be there.
 * @throws DomainError `not_published` also for what there is not, `invalid`, `conflict` for somebody
 *   who is deactivated
 */
export async function createAssignment(db: TenantDb, input: AssignmentInput): Promise<Assignment> {
  if (input.personId && input.groupId) {
    throw new DomainError('invalid', 'Assign to a person or to a group, not to both.', '/groupId');
  }
  await requireContent(db, input);
  await refuseDeactivated(db, input.personId);
  return insertAssignment(db, {
    deckId: null,
    courseId: null,
    personId: null,
    groupId: null,
    title: null,
    dueAt: null,
    masteryScore: null,
    scoreRule: 'best',
    scoreMaximum: null,
    part: null,
    pinnedRevision: null,
    origin: null,
    ...input,
    id: uuidv7(),
  });
}

/** What they had is theirs again when they are reactivated; nothing is added meanwhile. */
async function refuseDeactivated(db: TenantDb, personId: string | null | undefined): Promise<void> {
  const person = personId ? await findLearner(db, personId) : undefined;
  if (person?.active === false) {
    throw new DomainError('conflict', 'This person is deactivated.', '/personId');
  }
}

async function requireContent(
  db: TenantDb,
  { deckId, courseId, part }: AssignmentInput,
): Promise<void> {
  if (deckId && courseId) {
    throw new DomainError('invalid', 'Assign a deck or a course, not both.', '/courseId');
  }
  if (courseId) {
    refusePart({ courseId, part });
    if (await isCourse(db, courseId)) return;
    throw new DomainError('not_published', 'There is no such course.', '/courseId');
  }
  if (!deckId) throw new DomainError('invalid', 'Assign a deck or a course.', '/deckId');
  if ((await publishedRevision(db, deckId)) === 0) {
    throw new DomainError('not_published', 'There is no such published deck.', '/deckId');
  }
}

function refusePart({ courseId, part }: Pick<AssignmentInput, 'courseId' | 'part'>): void {
  if (courseId && part) throw new DomainError('invalid', 'Courses are assigned whole.', '/part');
}

/** @throws DomainError `not_found` */
export async function getAssignment(db: TenantDb, id: string): Promise<Assignment> {
  const found = await findAssignment(db, id);
  if (!found) throw new DomainError('not_found', 'There is no such assignment.');
  return found;
}

/**
 * Gives an assignment that is nobody's to the group; of one that is somebody's, the group gets a copy
 * with an id of its own.
 * @throws DomainError `not_found`
 */
export async function placeAssignment(db: TenantDb, placement: Placement): Promise<Assignment> {
  const placed = await placeUnplaced(db, placement);
  if (placed) return placed;
  const { groupId, origin } = placement;
  const copied = await getAssignment(db, placement.id);
  return insertAssignment(db, { ...copied, id: uuidv7(), personId: null, groupId, origin });
}

/** @throws DomainError `not_found`, `version_mismatch`, `invalid` */
export async function updateAssignment(
  db: TenantDb,
  {
    id,
    version,
    changes,
  }: { id: string; version?: number | undefined; changes: AssignmentChanges },
): Promise<Assignment> {
  const known = await getAssignment(db, id);
  refusePart({ ...known, ...changes });
  const isAsked = version === undefined || version === known.version;
  const updated = isAsked && (await updateAssignmentRow(db, { ...known, ...changes }));
  if (!updated) {
    throw new DomainError('version_mismatch', 'The assignment was changed meanwhile.');
  }
  return updated;
}
