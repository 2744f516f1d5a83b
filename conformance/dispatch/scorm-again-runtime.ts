import type { OpenedPackage } from '../scorm/opened-package.ts';
import type { Cmi, PlatformCommit, PlatformLaunch } from './platform-launch.ts';
import type { Gradebook, Runtime } from './runtime.ts';

/** scorm-again, with what it stored in the visit before. */
export function scormAgainRuntime(opened: OpenedPackage, content: string): Runtime {
  const version = opened.version === '1.2' ? '1.2' : '2004';
  let stored: Cmi | null = null;
  const cmi = (learner: string) =>
    version === '1.2' ? cmi12(learner, stored, opened.masteryScore) : cmi2004(learner, stored);
  return {
    client: new URL('./platform-client.ts', import.meta.url),
    start: (learner): PlatformLaunch => ({ version, content, cmi: cmi(learner) }),
    store(body) {
      stored = (body as PlatformCommit).cmi;
    },
    gradebook: () => gradesOf(version, stored),
  };
}

const part = (cmi: Cmi, name: string): Cmi => {
  const found = cmi[name];
  return typeof found === 'object' && found ? Object.fromEntries(Object.entries(found)) : {};
};
const text = (cmi: Cmi, name: string): string => String(cmi[name] ?? '');

/** RTE 3.4.4: who learns, and how the session before ended. */
function cmi12(learner: string, stored: Cmi | null, masteryScore: string): Cmi {
  const core = { student_id: learner, student_name: 'Doe, Jo', lesson_mode: 'normal' };
  const student_data = { mastery_score: masteryScore };
  if (!stored) return { core: { ...core, entry: 'ab-initio' }, student_data };
  const { exit, session_time: _, ...kept } = part(stored, 'core');
  const entry = exit === 'suspend' ? 'resume' : '';
  return { ...stored, core: { ...kept, ...core, entry }, student_data };
}

/** RTE 4.2: as it was, where it was suspended. */
function cmi2004(learner: string, stored: Cmi | null): Cmi {
  const who = { learner_id: learner, learner_name: 'Jo Doe', mode: 'normal' };
  if (!stored) return { ...who, entry: 'ab-initio' };
  const { exit, session_time: _, ...kept } = stored;
  return { ...kept, ...who, entry: exit === 'suspend' ? 'resume' : '' };
}

function gradesOf(version: PlatformLaunch['version'], stored: Cmi | null): Gradebook {
  const cmi = stored ?? {};
  const suspendData = text(cmi, 'suspend_data');
  if (version === '1.2') {
    const core = part(cmi, 'core');
    const status = text(core, 'lesson_status');
    return {
      status,
      score: text(part(core, 'score'), 'raw'),
      suspendData,
      exit: text(core, 'exit'),
      violations: [],
    };
  }
  const status = `${text(cmi, 'completion_status')} ${text(cmi, 'success_status')}`;
  const score = text(part(cmi, 'score'), 'scaled');
  return { status, score, suspendData, exit: text(cmi, 'exit'), violations: [] };
}
