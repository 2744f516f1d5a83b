import type { Statement } from '@crosswalk/xapi-lrs';
import { scoreCourseAttempt } from '../../../core/study/course-attempts.ts';
import type { TenantDb } from '../../../platform/database/database.ts';
import { blockActivityId, courseActivityId } from '../course/activity-ids.ts';
import { blocksOf, type XapiStructure } from '../course/au.ts';
import { courseResult } from '../course/course-result.ts';
import { type Progress, satisfiedParts } from '../course/move-on.ts';
import { learnerAgent } from '../sessions/session.ts';
import { satisfied, type Telling } from '../statements/lms-statements.ts';
import { addSatisfied, type Registration } from './registration.store.ts';

interface Settled {
  registration: Registration;
  structure: XapiStructure;
  progress: Progress;
  /** Of the launch or the waiver that it comes from; else one of its own (cmi5 9.3.9). */
  sessionId: string;
  at: Date;
  publicUrl: string;
}

/**
 * Draws what follows from an AU's progress: the worth of the attempt, and which blocks are satisfied,
 * and whether the course is.
 * @returns the statements that tell so, each once in a registration
 */
export async function settle(db: TenantDb, settled: Settled): Promise<Statement[]> {
  const { registration, structure, progress, at } = settled;
  const told = new Set(registration.satisfied);
  const due = dueParts(settled).filter(({ activityId }) => !told.has(activityId));
  await addSatisfied(db, {
    id: registration.id,
    activityIds: due.map(({ activityId }) => activityId),
  });
  await scoreCourseAttempt(db, {
    ...{ attemptId: registration.id, at, outcome: courseResult(structure, progress) },
    // The content tells of itself.
    sink: null,
  });
  const telling = tellingOf(settled);
  return due.map((part) => satisfied(telling, part));
}

/** The innermost blocks first, the course last. A tincan.xml has nothing to satisfy. */
function dueParts({ registration, structure, progress, publicUrl }: Settled) {
  if (structure.kind === 'tincan') return [];
  const place = { publicUrl, courseId: registration.courseId };
  const { blocks, course } = satisfiedParts(structure, progress);
  const satisfiedIds = new Set(blocks);
  const done = blocksOf(structure).filter(({ id }) => satisfiedIds.has(id));
  return [
    ...done.map((part) => ({
      ...{ part, activityId: blockActivityId(place, part.id), type: 'block' as const },
    })),
    ...(course
      ? [{ part: structure, activityId: courseActivityId(place), type: 'course' as const }]
      : []),
  ];
}

function tellingOf({ registration, sessionId, at, publicUrl }: Settled): Telling {
  const actor = learnerAgent(registration.personId, { publicUrl });
  return { actor, registration: registration.id, sessionId, at };
}
