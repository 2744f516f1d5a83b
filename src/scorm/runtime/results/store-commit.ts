import type { CourseCommit, DataModel } from '@crosswalk/course-player/launch';
import type { Act, CourseSubject, StatementSink } from '../../../core/study/act.ts';
import { type CourseOutcome, scoreCourseAttempt } from '../../../core/study/course-attempts.ts';
import { deterministicUuid } from '../../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../../platform/database/database.ts';
import { type CourseWithStructure, findCourse } from '../../courses/course.store.ts';
import type { CommitGrant } from '../launch-link.ts';
import { isPlayed } from '../page/launch-items.ts';
import {
  findScormAttempt,
  mergeDataModel,
  readDataModels,
  type ScormAttempt,
  takeCommit,
} from '../scorm-attempt.store.ts';
import { courseOutcome, treeOutcome } from './course-outcome.ts';
import { answeredInteractions } from './interactions.ts';
import { scoredItems } from './scored-items.ts';

export type CommitAnswer = 'stored' | 'known' | 'opened-elsewhere' | 'gone';

interface CommitInput {
  grant: CommitGrant;
  commit: CourseCommit;
  sink: StatementSink;
}

/**
 * Stores what a page sends, once: a commit carries all that was not answered before it, so one that
 * comes late behind a later one has nothing to add.
 */
export async function storeCommit(
  db: TenantDb,
  { grant, commit, sink }: CommitInput,
): Promise<CommitAnswer> {
  const { number, currentItem, sequencing, isEnded, items } = commit;
  const attempt = await takeCommit(db, { ...grant, number, currentItem, sequencing, isEnded });
  if (!attempt) return whyNot(db, grant);
  const { attemptId } = grant;
  const names = items.flatMap(({ changes }) => Object.keys(changes));
  const isScored = commit.outcome || names.some((name) => SCORED.test(name));
  const isTold = isScored || names.some((name) => ASKED.test(name));
  const [course, ...merged] = await Promise.all([
    isTold ? findCourse(db, attempt.courseId) : undefined,
    ...items.map(async ({ item: itemId, isFresh, changes }): Promise<MergedItem> => {
      const models = await mergeDataModel(db, { attemptId, itemId, changes, isFresh });
      return { itemId, changes, ...models };
    }),
  ]);
  if (!isTold) return 'stored';
  if (!course) return 'gone';
  const outcome = isScored && (await outcomeOf(db, { attempt, course, commit }));
  const at = new Date();
  const acts = answersIn(merged, { attempt, course, at });
  if (outcome) await scoreCourseAttempt(db, { attemptId, outcome, at, sink, acts });
  else await sink.write(db, acts);
  return 'stored';
}

interface MergedItem {
  itemId: string;
  changes: DataModel;
  before: DataModel;
  after: DataModel;
}

/** Elements that an outcome follows from. */
const SCORED =
  /^cmi\.(core\.(lesson_status|score\.)|score\.|completion_status|success_status|progress_measure)/;
const ASKED = /^cmi\.interactions\./;

async function whyNot(db: TenantDb, { attemptId, session }: CommitGrant): Promise<CommitAnswer> {
  const attempt = await findScormAttempt(db, attemptId);
  if (!attempt) return 'gone';
  return attempt.writingSession === session ? 'known' : 'opened-elsewhere';
}

async function outcomeOf(
  db: TenantDb,
  {
    attempt,
    course: { structure },
    commit,
  }: { attempt: ScormAttempt; course: CourseWithStructure; commit: CourseCommit },
): Promise<CourseOutcome | undefined> {
  if (!isPlayed(structure)) return undefined;
  const items = scoredItems(structure);
  // Of one item the tree says no more, and that only when the item ends.
  if (structure.kind === 'scorm2004' && items.length > 1) {
    return commit.outcome && treeOutcome(commit.outcome);
  }
  return courseOutcome(items, await readDataModels(db, attempt.id));
}

function answersIn(
  merged: readonly MergedItem[],
  { attempt, course, at }: { attempt: ScormAttempt; course: CourseSubject; at: Date },
): Act[] {
  const { id: attemptId, personId } = attempt;
  const { id, title, language } = course;
  return merged.flatMap(({ itemId, ...models }) =>
    answeredInteractions(models).map(({ index, interaction }) => ({
      ...{ type: 'course-answer' as const, attemptId, personId, itemId, interaction, at },
      course: { id, title, language },
      id: deterministicUuid(at.getTime(), attemptId, itemId, index, JSON.stringify(interaction)),
    })),
  );
}
