import type { OpenedPackage } from '../scorm/opened-package.ts';
import { type LmsHabits, plainHabits } from '../scorm/strict-lms/habits.ts';
import type { StrictCommit, StrictLaunch, Values } from '../scorm/strict-lms/launch.ts';
import { startingValues12 } from '../scorm/strict-lms/scorm12/starting-values.ts';
import { startingValues2004 } from '../scorm/strict-lms/scorm2004/starting-values.ts';
import type { Runtime } from './runtime.ts';

/** The strict LMS: what is not suspended is forgotten, and every limit holds. */
export function strictRuntime(
  opened: OpenedPackage,
  content: string,
  habits: Partial<LmsHabits>,
): Runtime {
  const { version, masteryScore } = opened;
  const all = { ...plainHabits, ...habits };
  let stored: Values = {};
  const violations = new Set<string>();
  const text = (name: string) => stored[name] ?? '';
  return {
    client: new URL('../scorm/strict-lms/client.ts', import.meta.url),
    start(): StrictLaunch {
      const values =
        version === '1.2'
          ? startingValues12(stored, masteryScore, all)
          : startingValues2004(stored, opened, all);
      return { version, content, values, habits: all };
    },
    store(body) {
      const commit = body as StrictCommit;
      stored = commit.values;
      for (const call of commit.violations) violations.add(call);
    },
    gradebook: () => ({
      ...(version === '1.2'
        ? { status: text('cmi.core.lesson_status'), score: text('cmi.core.score.raw') }
        : {
            status: `${text('cmi.completion_status')} ${text('cmi.success_status')}`,
            score: text('cmi.score.scaled'),
          }),
      suspendData: text('cmi.suspend_data'),
      exit: text(version === '1.2' ? 'cmi.core.exit' : 'cmi.exit'),
      violations: [...violations],
    }),
  };
}
