import { auActivityId } from '../course/activity-ids.ts';
import { ausOf, type XapiStructure } from '../course/au.ts';
import { courseResult } from '../course/course-result.ts';
import { isMet, type Progress, satisfiedParts } from '../course/move-on.ts';
import type { RegistrationSummary, RegistrationView } from './registration.schema.ts';
import type { Registration } from './registration.store.ts';

interface Known {
  structure: XapiStructure;
  progress: Progress;
}

export function registrationSummary(
  { id, courseId, personId, assignmentId, createdAt }: Registration,
  { structure, progress }: Known,
): RegistrationSummary {
  return {
    ...{ id, courseId, personId, assignmentId, createdAt: createdAt.toISOString() },
    ...courseResult(structure, progress),
  };
}

/** How far a learner is in a course, AU by AU. */
export function registrationView(
  registration: Registration,
  { structure, progress, publicUrl }: Known & { publicUrl: string },
): RegistrationView {
  const { courseId } = registration;
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
    ...registrationSummary(registration, { structure, progress }),
    satisfiedBlocks: satisfiedParts(structure, progress).blocks,
    aus,
  };
}

function textOf(time: Date | null | undefined): string | null {
  return time?.toISOString() ?? null;
}
