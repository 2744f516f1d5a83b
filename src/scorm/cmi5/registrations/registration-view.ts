import { auActivityId } from '../course/activity-ids.ts';
import { ausOf, type XapiStructure } from '../course/au.ts';
import { courseResult } from '../course/course-result.ts';
import { isMet, type Progress, satisfiedParts } from '../course/move-on.ts';
import type { RegistrationView } from './registration.schema.ts';
import type { Registration } from './registration.store.ts';

/** How far a learner is in a course. */
export function registrationView(
  registration: Registration,
  {
    structure,
    progress,
    publicUrl,
  }: { structure: XapiStructure; progress: Progress; publicUrl: string },
): RegistrationView {
  const { id, courseId, personId, assignmentId, createdAt } = registration;
  const aus = ausOf(structure).map((au, place) => {
    const known = progress.get(place);
    const activityId =
      structure.kind === 'tincan' ? au.id : auActivityId({ publicUrl, courseId }, au.id);
    return {
      ...{ id: au.id, activityId, title: au.title, moveOn: au.moveOn },
      ...{ masteryScore: au.masteryScore, isMet: isMet(au, known) },
      completedAt: textOf(known?.completedAt),
      passedAt: textOf(known?.passedAt),
      failedAt: textOf(known?.failedAt),
      waivedAt: textOf(known?.waivedAt),
      waivedReason: known?.waivedReason ?? null,
      scoreScaled: known?.scoreScaled ?? null,
    };
  });
  return {
    ...{ id, courseId, personId, assignmentId, createdAt: createdAt.toISOString() },
    ...courseResult(structure, progress),
    satisfiedBlocks: satisfiedParts(structure, progress).blocks,
    aus,
  };
}

function textOf(time: Date | null | undefined): string | null {
  return time?.toISOString() ?? null;
}
