import type { OpenedPackage } from '../../opened-package.ts';
import type { LmsHabits } from '../habits.ts';
import type { Values } from '../launch.ts';

/** RTE 4.2: only a suspended attempt goes on; otherwise the next is a new one without any data. */
export function startingValues2004(
  stored: Values,
  { masteryScore, completionThreshold }: OpenedPackage,
  habits: LmsHabits,
): Values {
  const resumes = stored['cmi.exit'] === 'suspend';
  const {
    'cmi.exit': _exit,
    'cmi.session_time': _time,
    'adl.nav.request': _request,
    ...kept
  } = resumes ? stored : {};
  return {
    'cmi.completion_status': 'unknown',
    'cmi.success_status': 'unknown',
    ...kept,
    'cmi.learner_id': 'learner-1',
    'cmi.learner_name': 'Doe, Jo',
    'cmi.credit': 'credit',
    'cmi.entry': resumes ? 'resume' : 'ab-initio',
    'cmi.mode': habits.lessonMode,
    'adl.nav.request_valid.continue': 'false',
    ...(masteryScore && { 'cmi.scaled_passing_score': masteryScore }),
    ...(completionThreshold && { 'cmi.completion_threshold': completionThreshold }),
  };
}
