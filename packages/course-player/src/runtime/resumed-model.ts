import type { DataModel, LaunchItem } from '../launch.ts';

/** A data model to begin a visit with. */
export interface Visit {
  dataModel: DataModel;
  /** Nothing of an earlier visit is gone on with. */
  isAnew: boolean;
}

/** Of the session before only. */
const OF_SESSION = ['cmi.core.session_time', 'cmi.core.exit', 'cmi.session_time', 'cmi.exit'];

/** SCORM 1.2 RTE 3.4.4: an item keeps its data; whether it goes on is what it said when it left. */
export function visit12(
  { starting }: Pick<LaunchItem, 'starting'>,
  stored: DataModel | undefined,
): Visit {
  if (!stored) return anew({ ...starting, 'cmi.core.entry': 'ab-initio' });
  const entry = isSuspended(stored, stored['cmi.core.exit']) ? 'resume' : '';
  return { isAnew: false, dataModel: { ...kept(stored), ...starting, 'cmi.core.entry': entry } };
}

/** SCORM 2004 RTE 4.2.8: what was not suspended begins anew. */
export function visit2004(
  { starting }: Pick<LaunchItem, 'starting'>,
  stored: DataModel | undefined,
): Visit {
  if (!stored || !isSuspended(stored, stored['cmi.exit'])) {
    return anew({ ...starting, 'cmi.entry': 'ab-initio' });
  }
  return {
    isAnew: false,
    dataModel: { ...kept(stored), ...starting, 'cmi.entry': 'resume' },
  };
}

function anew(dataModel: DataModel): Visit {
  return { isAnew: true, dataModel };
}

function kept(stored: DataModel): DataModel {
  return Object.fromEntries(Object.entries(stored).filter(([name]) => !OF_SESSION.includes(name)));
}

/** Said so, or cut off before it could say anything. */
function isSuspended(stored: DataModel, exit: string | undefined): boolean {
  if (exit) return exit === 'suspend';
  const status = stored['cmi.core.lesson_status'] ?? stored['cmi.completion_status'] ?? '';
  const isOpen = !['completed', 'passed', 'failed'].includes(status);
  return isOpen && BOOKMARKS.some((name) => stored[name]);
}

const BOOKMARKS = ['cmi.suspend_data', 'cmi.core.lesson_location', 'cmi.location'];
