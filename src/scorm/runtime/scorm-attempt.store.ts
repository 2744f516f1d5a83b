import type { DataModel } from '@crosswalk/course-player/launch';
import type { TenantDb } from '../../platform/database/database.ts';
import { storableJson } from '../../platform/storable-json.ts';

/** A person's way through a SCORM or AICC course; its id is the core's attempt. */
export interface ScormAttempt {
  id: string;
  courseId: string;
  personId: string;
  assignmentId: string | null;
  currentItem: string | null;
  /** SCORM 2004: state of the activity tree, as the runtime in the browser has it. */
  sequencing: string | null;
  /** Whether the learner has come to the course's end. */
  isEnded: boolean;
}

const ATTEMPT = `id, course_id as "courseId", person_id as "personId",
  assignment_id as "assignmentId", current_item as "currentItem", sequencing,
  is_ended as "isEnded"`;

interface Sessions {
  session: number;
  /** Whose commit came last. */
  writingSession: number;
}

interface Place {
  courseId: string;
  personId: string;
  assignmentId: string | null;
}

/** The person's newest. */
export async function findLatestAttempt(
  db: TenantDb,
  { courseId, personId, assignmentId }: Place,
): Promise<(ScormAttempt & { isFailed: boolean }) | undefined> {
  const { rows } = await db.query<ScormAttempt & { isFailed: boolean }>(
    `select ${ATTEMPT}, exists (select from attempt t where t.tenant_id = $1 and t.id = s.id
       and t.success = 'failed') as "isFailed"
     from scorm_attempt s
     where tenant_id = $1 and person_id = $2 and course_id = $3
       and assignment_id is not distinct from $4
     order by id desc limit 1`,
    [db.tenantId, personId, courseId, assignmentId],
  );
  return rows[0];
}

export async function insertScormAttempt(
  db: TenantDb,
  { id, courseId, personId, assignmentId }: Place & { id: string },
): Promise<void> {
  await db.query(
    `insert into scorm_attempt (tenant_id, id, course_id, person_id, assignment_id)
     values ($1, $2, $3, $4, $5)`,
    [db.tenantId, id, courseId, personId, assignmentId],
  );
}

/** With the number of its session: once that one commits, no earlier one can. */
export async function beginSession(
  db: TenantDb,
  id: string,
): Promise<(ScormAttempt & { session: number }) | undefined> {
  const { rows } = await db.query<ScormAttempt & { session: number }>(
    `update scorm_attempt set session = session + 1
     where tenant_id = $1 and id = $2 returning ${ATTEMPT}, session`,
    [db.tenantId, id],
  );
  return rows[0];
}

export async function findScormAttempt(
  db: TenantDb,
  id: string,
): Promise<(ScormAttempt & Sessions) | undefined> {
  const { rows } = await db.query<ScormAttempt & Sessions>(
    `select ${ATTEMPT}, session, writing_session as "writingSession" from scorm_attempt where tenant_id = $1 and id = $2`,
    [db.tenantId, id],
    'kept',
  );
  return rows[0];
}

/** By item. */
export async function readDataModels(
  db: TenantDb,
  attemptId: string,
): Promise<Record<string, DataModel>> {
  const { rows } = await db.query<{ itemId: string; cmi: DataModel }>(
    `select item_id as "itemId", cmi from scorm_sco where tenant_id = $1 and attempt_id = $2`,
    [db.tenantId, attemptId],
  );
  return Object.fromEntries(rows.map(({ itemId, cmi }) => [itemId, cmi]));
}

export interface NewCommit {
  attemptId: string;
  session: number;
  number: number;
  currentItem: string | null;
  /** undefined: as it was. */
  sequencing: string | undefined;
  isEnded: boolean;
}

/** Undefined where a later session has written since, or the number was seen before. */
export async function takeCommit(
  db: TenantDb,
  { attemptId, session, number, currentItem, sequencing, isEnded }: NewCommit,
): Promise<ScormAttempt | undefined> {
  const { rows } = await db.query<ScormAttempt>(
    `update scorm_attempt set writing_session = $3, commit_number = $4, current_item = $5,
       sequencing = coalesce($6, sequencing), is_ended = $7, updated_at = now()
     where tenant_id = $1 and id = $2
       and (writing_session < $3 or (writing_session = $3 and commit_number < $4))
     returning ${ATTEMPT}`,
    [db.tenantId, attemptId, session, number, currentItem, sequencing ?? null, isEnded],
    'kept',
  );
  return rows[0];
}

interface ItemChanges {
  attemptId: string;
  itemId: string;
  changes: DataModel;
  /** What was stored of it is forgotten. */
  isFresh: boolean;
}

/** Writes elements over those that are stored; answers what counted before, and what does after. */
export async function mergeDataModel(
  db: TenantDb,
  { attemptId, itemId, changes, isFresh }: ItemChanges,
): Promise<{ before: DataModel; after: DataModel }> {
  const { rows } = await db.query<{ before: DataModel; after: DataModel }>(
    `with old as (
       select cmi from scorm_sco
       where tenant_id = $1 and attempt_id = $2 and item_id = $3 and not $5)
     insert into scorm_sco as s (tenant_id, attempt_id, item_id, cmi) values ($1, $2, $3, $4)
     on conflict (tenant_id, attempt_id, item_id) do update
       set cmi = case when $5 then excluded.cmi else s.cmi || excluded.cmi end, updated_at = now()
     returning coalesce((select cmi from old), '{}') as before, cmi as after`,
    [db.tenantId, attemptId, itemId, storableJson(changes), isFresh],
    'kept',
  );
  return rows[0] ?? { before: {}, after: {} };
}
