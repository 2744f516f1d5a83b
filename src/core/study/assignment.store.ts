import type { TenantDb } from '../../platform/database/database.ts';
import { storableJson } from '../../platform/storable-json.ts';
import type { RevisionPin } from './revision-pin.ts';

/** A deck or a part of it that somebody is to study or be tested on, or a course to take. */
export interface Assignment {
  id: string;
  /** Of a deck or of a course, never of both. */
  deckId: string | null;
  courseId: string | null;
  /** Of a person or of a group; of neither while it is not placed. */
  personId: string | null;
  groupId: string | null;
  mode: 'study' | 'test';
  title: string | null;
  dueAt: Date | null;
  /** Scaled score that passes, in [0,1]. */
  masteryScore: number | null;
  /** Which attempt counts. */
  scoreRule: 'best' | 'last' | 'first' | 'average';
  /** What a scaled score of 1 is in a gradebook; null: as the gradebook says. */
  scoreMaximum: number | null;
  /** Only atoms with one of the tags; null: the whole deck. */
  part: { tags: string[] } | null;
  /** Of the deck; null: always the latest. */
  pinnedRevision: number | null;
  /** What it was made by: a surface and its own ids. */
  origin: Record<string, unknown> | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
  /** Since when it is not offered any more. */
  retiredAt: Date | null;
}

export type NewAssignment = Omit<Assignment, 'version' | 'createdAt' | 'updatedAt' | 'retiredAt'>;

/** What an assignment belongs to from now on. */
export interface Placement {
  id: string;
  groupId: string;
  origin: Record<string, unknown>;
}

/** Of an `Assignment`, for queries of its table by another's keys. */
export const assignmentColumns = `id, deck_id as "deckId", course_id as "courseId", person_id as "personId", group_id as "groupId", mode, title,
  due_at as "dueAt", mastery_score as "masteryScore", score_rule as "scoreRule",
  score_maximum as "scoreMaximum", part, pinned_revision as "pinnedRevision", origin, version, created_at as "createdAt",
  updated_at as "updatedAt", retired_at as "retiredAt"`;

export async function insertAssignment(db: TenantDb, a: NewAssignment): Promise<Assignment> {
  const { rows } = await db.query<Assignment>(
    `insert into assignment (tenant_id, id, deck_id, course_id, person_id, group_id, mode, title,
       due_at, mastery_score, score_rule, score_maximum, part, pinned_revision, origin)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
     returning ${assignmentColumns}`,
    [
      db.tenantId,
      a.id,
      a.deckId,
      a.courseId,
      a.personId,
      a.groupId,
      a.mode,
      a.title,
      a.dueAt,
      a.masteryScore,
      a.scoreRule,
      a.scoreMaximum,
      a.part && storableJson(a.part),
      a.pinnedRevision,
      a.origin && storableJson(a.origin),
    ],
  );
  const [made] = rows;
  if (!made) throw new Error('the assignment was not inserted');
  return made;
}

export async function findAssignment(db: TenantDb, id: string): Promise<Assignment | undefined> {
  const { rows } = await db.query<Assignment>(
    `select ${assignmentColumns} from assignment where tenant_id = $1 and id = $2`,
    [db.tenantId, id],
    'kept',
  );
  return rows[0];
}

export interface AssignmentFilter {
  deckId: string | undefined;
  courseId: string | undefined;
  personId: string | undefined;
  groupId: string | undefined;
  /** Also those that are not offered any more. */
  withRetired: boolean;
}

/** Newest first. */
export async function listAssignments(
  db: TenantDb,
  { after, limit, ...filter }: AssignmentFilter & { after: string | undefined; limit: number },
): Promise<Assignment[]> {
  const { deckId, courseId, personId, groupId, withRetired } = filter;
  const { rows } = await db.query<Assignment>(
    `select ${assignmentColumns} from assignment
     where tenant_id = $1 and ($2::uuid is null or id < $2) and ($3::uuid is null or deck_id = $3)
       and ($4::uuid is null or person_id = $4) and ($5::uuid is null or group_id = $5)
       and ($6 or retired_at is null) and ($7::uuid is null or course_id = $7)
     order by id desc limit $8`,
    [
      db.tenantId,
      after ?? null,
      deckId ?? null,
      personId ?? null,
      groupId ?? null,
      withRetired,
      courseId ?? null,
      limit,
    ],
  );
  return rows;
}

/** At the version that was read; undefined when it was changed meanwhile. */
export async function updateAssignmentRow(
  db: TenantDb,
  a: Assignment,
): Promise<Assignment | undefined> {
  const { rows } = await db.query<Assignment>(
    `update assignment set title = $4, due_at = $5, mastery_score = $6, score_rule = $7,
       score_maximum = $8, part = $9, retired_at = $10, version = version + 1, updated_at = now()
     where tenant_id = $1 and id = $2 and version = $3 returning ${assignmentColumns}`,
    [
      ...[db.tenantId, a.id, a.version, a.title, a.dueAt, a.masteryScore, a.scoreRule],
      ...[a.scoreMaximum, a.part && storableJson(a.part), a.retiredAt],
    ],
  );
  return rows[0];
}

/** Undefined when there is none, or when it is somebody's already. */
export async function placeUnplaced(
  db: TenantDb,
  { id, groupId, origin }: Placement,
): Promise<Assignment | undefined> {
  const { rows } = await db.query<Assignment>(
    `update assignment set group_id = $3, origin = $4, version = version + 1, updated_at = now()
     where tenant_id = $1 and id = $2 and group_id is null and person_id is null
     returning ${assignmentColumns}`,
    [db.tenantId, id, groupId, storableJson(origin)],
  );
  return rows[0];
}

/** What is studied or taken. */
export type Content = { deckId: string } | { courseId: string };

export function contentOf({
  id,
  deckId,
  courseId,
}: Pick<Assignment, 'id' | 'deckId' | 'courseId'>): Content {
  if (courseId !== null) return { courseId };
  if (deckId !== null) return { deckId };
  throw new Error(`assignment ${id} is of neither a deck nor a course`);
}

/** Whether the deck or course is assigned so to the person, or to a group that the person is in. */
export async function isAssigned(
  db: TenantDb,
  { id, personId, ...content }: { id: string; personId: string } & Content,
): Promise<boolean> {
  const { rows } = await db.query(
    `select from assignment a where a.tenant_id = $1 and a.id = $2 and coalesce(a.deck_id, a.course_id) = $4
       and a.retired_at is null
       and (a.person_id = $3 or exists (select from membership m
         where m.tenant_id = $1 and m.group_id = a.group_id and m.person_id = $3))`,
    [db.tenantId, id, personId, 'deckId' in content ? content.deckId : content.courseId],
  );
  return rows.length > 0;
}

/** What of its deck an assignment is of. */
export interface StudiedPart {
  /** Of atoms, one of which is enough; null: all atoms. */
  tags: readonly string[] | null;
  /** null: every deck in its latest revision. */
  pin: RevisionPin | null;
}

/** Without an assignment: all of it. */
export function studiedPart(
  assignment: Pick<Assignment, 'deckId' | 'part' | 'pinnedRevision'> | undefined,
): StudiedPart {
  const { deckId = null, part = null, pinnedRevision: n = null } = assignment ?? {};
  return { tags: part?.tags ?? null, pin: deckId === null || n === null ? null : { deckId, n } };
}
