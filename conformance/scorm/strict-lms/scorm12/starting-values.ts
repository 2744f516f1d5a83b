import type { LmsHabits } from '../habits.ts';
import type { Values } from '../launch.ts';

/** RTE 3.4.4: what is kept over sessions; a session that was not suspended starts afresh. */
export function startingValues12(stored: Values, masteryScore: string, habits: LmsHabits): Values {
  const resumes = stored['cmi.core.exit'] === 'suspend';
  const { 'cmi.core.exit': _exit, 'cmi.core.session_time': _time, ...kept } = stored;
  if (!resumes) delete kept['cmi.suspend_data'];
  const isFirst = Object.keys(stored).length === 0;
  return {
    'cmi.core.lesson_status': 'not attempted',
    ...kept,
    'cmi.core.student_id': 'learner-1',
    'cmi.core.student_name': 'Doe, Jo',
    'cmi.core.credit': 'credit',
    'cmi.core.entry': isFirst ? 'ab-initio' : resumes ? 'resume' : '',
    'cmi.core.lesson_mode': habits.lessonMode,
    'cmi.student_data.mastery_score': masteryScore,
  };
}
