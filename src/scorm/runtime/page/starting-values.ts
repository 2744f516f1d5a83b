import type { DataModel } from '@crosswalk/course-player/launch';
import type { AiccAu, Scorm12Item, Scorm2004Item } from '../../courses/course-structure.ts';

/** Who opens a course, and how. */
export interface Visitor {
  /** null: nobody knows who it is. */
  learner: { id: string; name: string } | null;
  mode: 'normal' | 'browse' | 'review';
}

/** SCORM 1.2 RTE 3.4.4: what the LMS sets before the content asks. */
export function starting12(
  item: Pick<Scorm12Item, 'dataFromLMS' | 'masteryScore' | 'maxTimeAllowed' | 'timeLimitAction'>,
  { learner, mode }: Visitor,
): DataModel {
  return {
    'cmi.core.student_id': learner?.id ?? 'preview',
    'cmi.core.student_name': learner?.name ?? '',
    'cmi.core.credit': mode === 'normal' ? 'credit' : 'no-credit',
    'cmi.core.lesson_mode': mode,
    ...(item.dataFromLMS !== null && { 'cmi.launch_data': item.dataFromLMS }),
    ...(item.masteryScore !== null && {
      'cmi.student_data.mastery_score': String(item.masteryScore),
    }),
    ...(item.maxTimeAllowed !== null && {
      'cmi.student_data.max_time_allowed': item.maxTimeAllowed,
    }),
    ...(item.timeLimitAction !== null && {
      'cmi.student_data.time_limit_action': item.timeLimitAction,
    }),
  };
}

/** AICC's course files say the same in other words. */
export function startingAicc(au: AiccAu, visitor: Visitor): DataModel {
  return starting12({ ...au, dataFromLMS: au.coreVendor }, visitor);
}

/** SCORM 2004 RTE 4.2: what the LMS sets before the content asks. */
export function starting2004(item: Scorm2004Item, { learner, mode }: Visitor): DataModel {
  const { primaryObjective, limitConditions } = item.sequencing;
  const { attemptAbsoluteDurationLimit } = limitConditions;
  const { completionThreshold } = item;
  return {
    'cmi.learner_id': learner?.id ?? 'preview',
    'cmi.learner_name': learner?.name ?? '',
    'cmi.credit': mode === 'normal' ? 'credit' : 'no-credit',
    'cmi.mode': mode,
    ...(item.dataFromLMS !== null && { 'cmi.launch_data': item.dataFromLMS }),
    ...(item.timeLimitAction !== null && { 'cmi.time_limit_action': item.timeLimitAction }),
    ...(attemptAbsoluteDurationLimit !== null && {
      'cmi.max_time_allowed': attemptAbsoluteDurationLimit,
    }),
    ...(primaryObjective?.satisfiedByMeasure && {
      'cmi.scaled_passing_score': String(primaryObjective.minNormalizedMeasure),
    }),
    ...(completionThreshold.completedByMeasure && {
      'cmi.completion_threshold': String(completionThreshold.minProgressMeasure),
    }),
  };
}
