import type { PlayerOptions } from '../../content.ts';
import { clip } from '../clip.ts';
import type { Interaction, Outcome, Tracking, TrackingStart } from '../tracking.ts';
import { lmsCalls } from './lms-calls.ts';
import { agreedMasteryScore } from './mastery-score.ts';
import { objectiveIndexes } from './objective-indexes.ts';
import { rawScore } from './raw-score.ts';
import type { Scorm12Api } from './scorm12-api.ts';
import {
  identifier,
  lessonStatus,
  RESPONSE_CHARS,
  STATE_CHARS,
  timeOfDay,
  timespan,
} from './scorm12-values.ts';

/** RTE 3.4.7. */
const LASTING_ERRORS = ['201', '202', '203', '401', '402', '403', '404', '405'];

/** Results in the data model of SCORM 1.2. */
export function scorm12Tracking(
  api: Scorm12Api,
  options: Pick<PlayerOptions, 'mode' | 'masteryScore'>,
  now: () => number,
): Tracking {
  const lms = lmsCalls({
    initialize: () => api.LMSInitialize(''),
    terminate: () => api.LMSFinish(''),
    commit: () => api.LMSCommit(''),
    get: (element) => api.LMSGetValue(element),
    set: (element, value) => api.LMSSetValue(element, value),
    lastError: () => api.LMSGetLastError(),
    lastingErrors: LASTING_ERRORS,
  });
  const { get, set, setOptional, call } = lms;
  const objectiveIndex = objectiveIndexes({ get, set: setOptional });
  const startedAt = now();
  let isJudged = options.masteryScore !== undefined;
  let writing = true;
  let complete = false;
  let lasts = false;
  let status = '';
  let interactions = 0;
  let heldScore: number | null = null;

  const saveTime = (): void => {
    setOptional('cmi.core.session_time', timespan(now() - startedAt));
    // RTE 3.4.4 cmi.core.exit: only what is suspended keeps its state, and study is never over.
    const isOver = complete && options.mode === 'test' && !lasts;
    setOptional('cmi.core.exit', isOver ? '' : 'suspend');
  };
  const writeScore = (scaled: number): void => {
    set('cmi.core.score.raw', rawScore(scaled));
    setOptional('cmi.core.score.min', '0');
    setOptional('cmi.core.score.max', '100');
  };

  return {
    async init(): Promise<TrackingStart> {
      call('initialize');
      const mode = get('cmi.core.lesson_mode');
      // RTE 3.4.4: browsing and reviewing are not recorded; some LMSs do not know the element.
      writing = mode !== 'browse' && mode !== 'review';
      if (!writing) lms.stopWriting();
      status = get('cmi.core.lesson_status');
      complete = ['passed', 'failed', 'completed'].includes(status);
      interactions = Number.parseInt(get('cmi.interactions._count'), 10) || 0;
      const fromLms = Number.parseFloat(get('cmi.student_data.mastery_score')) / 100;
      const masteryScore = agreedMasteryScore(options.masteryScore, fromLms);
      isJudged = masteryScore !== undefined;
      return {
        learner: { id: get('cmi.core.student_id'), name: get('cmi.core.student_name') },
        mode: mode === 'browse' || mode === 'review' ? mode : 'normal',
        state: get('cmi.suspend_data'),
        location: get('cmi.core.lesson_location'),
        ...(masteryScore !== undefined && { masteryScore }),
        limits: { stateChars: STATE_CHARS },
      };
    },
    async saveState(state, beyond) {
      lasts = beyond !== undefined;
      set('cmi.suspend_data', clip(state, STATE_CHARS));
    },
    setLocation: async (location) =>
      setOptional('cmi.core.lesson_location', clip(location, RESPONSE_CHARS)),
    progress: async () => {},
    async interaction(interaction) {
      writeInteraction(interactions, interaction, setOptional);
      interactions++;
    },
    async objective({ id, scaled, outcome }) {
      if (!writing) return;
      const path = `cmi.objectives.${objectiveIndex(identifier(id))}`;
      setOptional(`${path}.score.raw`, rawScore(scaled));
      setOptional(`${path}.status`, lessonStatus(outcome));
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
      if (writing) call('commit');
    },
    async finish() {
      saveTime();
      if (writing) lms.commitAnyway();
      call('terminate');
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
  interaction.objectiveIds.forEach((id, i) => {
    set(`${path}.objectives.${i}.id`, identifier(id));
  });
  interaction.correctResponses.forEach((pattern, i) => {
    set(`${path}.correct_responses.${i}.pattern`, clip(pattern, RESPONSE_CHARS));
  });
  set(`${path}.weighting`, '1');
  set(`${path}.student_response`, clip(interaction.response, RESPONSE_CHARS));
  set(`${path}.result`, interaction.correct ? 'correct' : 'wrong');
  set(`${path}.latency`, timespan(interaction.latencyMs));
}
