import type { PlayerOptions } from '../content.ts';
import type { Scorm12Api } from './scorm12-api.ts';
import {
  clip,
  identifier,
  lessonStatus,
  RESPONSE_CHARS,
  rawScore,
  STATE_CHARS,
  timeOfDay,
  timespan,
} from './scorm12-values.ts';
import {
  type Interaction,
  type Outcome,
  type Tracking,
  TrackingError,
  type TrackingStart,
} from './tracking.ts';

/** RTE 3.4.7: what the value or the LMS is to blame for; asking again gives the same answer. */
const LASTING_ERRORS = ['201', '202', '203', '401', '402', '403', '404', '405'];
/** "No error", or an LMS that does not say. */
const NO_ERROR = ['0', '', 'undefined', 'null'];

/** Results in the data model of SCORM 1.2. */
export function scorm12Tracking(
  api: Scorm12Api,
  options: Pick<PlayerOptions, 'mode' | 'masteryScore'>,
  now: () => number,
): Tracking {
  const isJudged = options.masteryScore !== undefined;
  const startedAt = now();
  let writing = true;
  let complete = false;
  let status = '';
  let interactions = 0;
  let heldScore: number | null = null;

  const get = (element: string): string => {
    const value = attempt(() => api.LMSGetValue(element));
    return value === null || value === undefined ? '' : String(value);
  };
  const set = (element: string, value: string): void => {
    if (!writing) return;
    if (succeeded(attempt(() => api.LMSSetValue(element, value)))) return;
    const code = String(attempt(() => api.LMSGetLastError()));
    if (NO_ERROR.includes(code)) return;
    const lasting = LASTING_ERRORS.includes(code);
    throw new TrackingError(`${element}: error ${code}`, lasting ? 'give up' : 'retry');
  };
  /** For what an LMS may leave out (RTE 3.4.2). */
  const setOptional = (element: string, value: string): void => {
    try {
      set(element, value);
    } catch (error) {
      if (!(error instanceof TrackingError) || error.retry) throw error;
    }
  };
  const call = (what: 'LMSInitialize' | 'LMSCommit' | 'LMSFinish'): void => {
    // Some LMSs answer null while the page unloads although nothing was kept.
    if (!succeeded(attempt(() => api[what]('')))) {
      throw new TrackingError(`${what} failed`, 'retry');
    }
  };
  const saveTime = (): void => {
    setOptional('cmi.core.session_time', timespan(now() - startedAt));
    // RTE 3.4.4 cmi.core.exit: only what is suspended keeps its state, and study is never over.
    const isOver = complete && options.mode === 'test';
    setOptional('cmi.core.exit', isOver ? '' : 'suspend');
  };
  const writeScore = (scaled: number): void => {
    set('cmi.core.score.raw', rawScore(scaled));
    setOptional('cmi.core.score.min', '0');
    setOptional('cmi.core.score.max', '100');
  };

  return {
    async init(): Promise<TrackingStart> {
      call('LMSInitialize');
      const mode = get('cmi.core.lesson_mode');
      // RTE 3.4.4: browsing and reviewing are not recorded; some LMSs do not know the element.
      writing = mode !== 'browse' && mode !== 'review';
      status = get('cmi.core.lesson_status');
      complete = ['passed', 'failed', 'completed'].includes(status);
      interactions = Number.parseInt(get('cmi.interactions._count'), 10) || 0;
      return {
        learner: { id: get('cmi.core.student_id'), name: get('cmi.core.student_name') },
        mode: mode === 'browse' || mode === 'review' ? mode : 'normal',
        state: get('cmi.suspend_data'),
        location: get('cmi.core.lesson_location'),
        limits: { stateChars: STATE_CHARS },
      };
    },
    saveState: async (state) => set('cmi.suspend_data', clip(state, STATE_CHARS)),
    setLocation: async (location) =>
      setOptional('cmi.core.lesson_location', clip(location, RESPONSE_CHARS)),
    progress: async () => {},
    async interaction(interaction) {
      writeInteraction(interactions, interaction, setOptional);
      interactions++;
    },
    async score(scaled) {
      // RTE 3.4.4 cmi.core.lesson_status: with a mastery score, LMSFinish turns any score into
      // passed or failed, also that of a learner who is halfway.
      if (isJudged && !complete) heldScore = scaled;
      else writeScore(scaled);
    },
    async outcome(outcome: Outcome) {
      const next = lessonStatus(outcome);
      const done = outcome.completion === 'completed';
      if (done && heldScore !== null) {
        writeScore(heldScore);
        heldScore = null;
      }
      // What the LMS already counts as done or passed is not taken back.
      if ((done || !complete) && next !== status && status !== 'passed') {
        set('cmi.core.lesson_status', next);
        status = next;
      }
      complete ||= done;
    },
    async commit() {
      saveTime();
      if (writing) call('LMSCommit');
    },
    async finish() {
      saveTime();
      call('LMSFinish');
    },
  };
}

/** RTE 3.4.3 cmi.interactions: an index may only be one more than those there. */
function writeInteraction(
  index: number,
  interaction: Interaction,
  set: (element: string, value: string) => void,
): void {
  const path = `cmi.interactions.${index}`;
  set(`${path}.id`, identifier(interaction.itemId));
  set(`${path}.type`, interaction.type);
  set(`${path}.time`, timeOfDay(interaction.at));
  interaction.correctResponses.forEach((pattern, i) => {
    set(`${path}.correct_responses.${i}.pattern`, clip(pattern, RESPONSE_CHARS));
  });
  set(`${path}.weighting`, '1');
  set(`${path}.student_response`, clip(interaction.response, RESPONSE_CHARS));
  set(`${path}.result`, interaction.correct ? 'correct' : 'wrong');
  set(`${path}.latency`, timespan(interaction.latencyMs));
}

function attempt(call: () => unknown): unknown {
  try {
    return call();
  } catch {
    // The LMS's frame may be gone, or its script may fail.
    return null;
  }
}

function succeeded(answer: unknown): boolean {
  return answer === true || answer === 'true';
}
