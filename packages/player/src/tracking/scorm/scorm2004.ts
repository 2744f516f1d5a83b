import type { PlayerOptions } from '../../content.ts';
import { clip } from '../clip.ts';
import type {
  Interaction,
  ObjectiveResult,
  Outcome,
  Tracking,
  TrackingStart,
} from '../tracking.ts';
import { lmsCalls } from './lms-calls.ts';
import { agreedMasteryScore } from './mastery-score.ts';
import { objectiveIndexes } from './objective-indexes.ts';
import { rawScore } from './raw-score.ts';
import type { Scorm2004Api } from './scorm2004-api.ts';
import {
  description,
  interactionType,
  LOCATION_CHARS,
  learnerResponse,
  longIdentifier,
  patterns,
  STATE_CHARS,
  share,
  timeinterval,
  timestamp,
} from './scorm2004-values.ts';

export interface Scorm2004Place {
  edition: 3 | 4;
  /** SCOs of the course that this one is part of. */
  parts: number;
}

/** RTE 3.1.7; 301 and 351 also stand for a hiccup of the LMS. */
const LASTING_ERRORS = ['132', '133', '401', '402', '403', '404', '405', '406', '407', '408'];

/** Results in the data model of SCORM 2004, 3rd and 4th edition. */
export function scorm2004Tracking(
  api: Scorm2004Api,
  {
    edition,
    parts,
    ...options
  }: Scorm2004Place & Pick<PlayerOptions, 'mode' | 'masteryScore' | 'completionObjective'>,
  now: () => number,
): Tracking {
  const lms = lmsCalls({
    initialize: () => api.Initialize(''),
    terminate: () => api.Terminate(''),
    commit: () => api.Commit(''),
    get: (element) => api.GetValue(element),
    set: (element, value) => api.SetValue(element, value),
    lastError: () => api.GetLastError(),
    lastingErrors: LASTING_ERRORS,
  });
  const { get, set, setOptional, call } = lms;
  const objectiveIndex = objectiveIndexes({ get, set: setOptional });
  const stateChars = STATE_CHARS[edition];
  const startedAt = now();
  let isJudged = options.masteryScore !== undefined;
  let writing = true;
  let lasts = false;
  let completion = '';
  let success = '';
  let interactions = 0;
  let heldScore: number | null = null;

  const isComplete = () => completion === 'completed';
  const isOver = () => isComplete() && options.mode === 'test' && !lasts;
  const saveTime = (): void => {
    setOptional('cmi.session_time', timeinterval(now() - startedAt));
    // RTE 4.2.8 cmi.exit: only what is suspended keeps its state, and study is never over.
    setOptional('cmi.exit', isOver() ? 'normal' : 'suspend');
  };
  const writeScore = (scaled: number): void => {
    set('cmi.score.scaled', share(scaled));
    setOptional('cmi.score.raw', rawScore(scaled));
    setOptional('cmi.score.min', '0');
    setOptional('cmi.score.max', '100');
  };
  const satisfyCompletionObjective = (): void => {
    if (!writing || options.completionObjective === undefined) return;
    const index = objectiveIndex(longIdentifier(options.completionObjective));
    setOptional(`cmi.objectives.${index}.success_status`, 'passed');
  };
  /** S&N 4.4.2: what the LMS does when the learner has left by the player's own button. */
  const navigation = (): string => {
    if (get('adl.nav.request_valid.continue') === 'true' && isComplete()) return 'continue';
    if (!isOver()) return 'suspendAll';
    return parts > 1 ? 'exit' : 'exitAll';
  };

  return {
    async init(): Promise<TrackingStart> {
      call('initialize');
      const mode = get('cmi.mode');
      // RTE 4.2.13: browsing and reviewing are not recorded.
      writing = mode !== 'browse' && mode !== 'review';
      if (!writing) lms.stopWriting();
      completion = get('cmi.completion_status');
      success = get('cmi.success_status');
      interactions = Number.parseInt(get('cmi.interactions._count'), 10) || 0;
      const fromLms = Number.parseFloat(get('cmi.scaled_passing_score'));
      const masteryScore = agreedMasteryScore(options.masteryScore, fromLms);
      isJudged = masteryScore !== undefined;
      return {
        learner: { id: get('cmi.learner_id'), name: get('cmi.learner_name') },
        mode: mode === 'browse' || mode === 'review' ? mode : 'normal',
        state: get('cmi.suspend_data'),
        location: get('cmi.location'),
        ...(masteryScore !== undefined && { masteryScore }),
        limits: { stateChars },
      };
    },
    async saveState(state, beyond) {
      lasts = beyond !== undefined;
      set('cmi.suspend_data', clip(state, stateChars));
    },
    setLocation: async (location) => setOptional('cmi.location', clip(location, LOCATION_CHARS)),
    progress: async (done) => setOptional('cmi.progress_measure', share(done)),
    async interaction(interaction) {
      writeInteraction(interactions, interaction, setOptional);
      interactions++;
    },
    async objective(result) {
      if (writing) writeObjective(objectiveIndex(longIdentifier(result.id)), result, setOptional);
    },
    async score(scaled) {
      // RTE 4.2.21.1 cmi.success_status: with a passing score, the LMS turns any score into passed
      // or failed, also that of a learner who is halfway.
      if (isJudged && !isComplete()) heldScore = scaled;
      else writeScore(scaled);
    },
    async outcome(outcome: Outcome) {
      const done = outcome.completion === 'completed';
      if (done && heldScore !== null) {
        writeScore(heldScore);
        heldScore = null;
      }
      // What the LMS already counts as done or passed is not taken back.
      if (!isComplete() && completion !== outcome.completion) {
        if (done) satisfyCompletionObjective();
        set('cmi.completion_status', outcome.completion);
        completion = outcome.completion;
      }
      if (outcome.success === 'unknown' || outcome.success === success || success === 'passed') {
        return;
      }
      set('cmi.success_status', outcome.success);
      success = outcome.success;
    },
    async commit() {
      saveTime();
      if (writing) call('commit');
    },
    async finish(way) {
      saveTime();
      // Leaving otherwise, the learner or the LMS has already said where to.
      if (way === 'exit') setOptional('adl.nav.request', navigation());
      if (writing) lms.commitAnyway();
      call('terminate');
    },
  };
}

type Set = (element: string, value: string) => void;

/** RTE 4.2.9 cmi.interactions: the id first, the type before what depends on it. */
function writeInteraction(index: number, interaction: Interaction, set: Set): void {
  const path = `cmi.interactions.${index}`;
  set(`${path}.id`, longIdentifier(interaction.itemId));
  set(`${path}.type`, interactionType(interaction.type));
  interaction.objectiveIds.forEach((id, i) => {
    set(`${path}.objectives.${i}.id`, longIdentifier(id));
  });
  set(`${path}.timestamp`, timestamp(interaction.at));
  patterns(interaction).forEach((pattern, i) => {
    set(`${path}.correct_responses.${i}.pattern`, pattern);
  });
  set(`${path}.weighting`, '1');
  set(`${path}.learner_response`, learnerResponse(interaction));
  set(`${path}.result`, interaction.correct ? 'correct' : 'incorrect');
  set(`${path}.latency`, timeinterval(interaction.latencyMs));
  if (interaction.description) set(`${path}.description`, description(interaction.description));
}

/** RTE 4.2.17 cmi.objectives. */
function writeObjective(index: number, { title, ...result }: ObjectiveResult, set: Set): void {
  const path = `cmi.objectives.${index}`;
  const { completion, success } = result.outcome;
  if (title) set(`${path}.description`, description(title));
  set(`${path}.score.scaled`, share(result.scaled));
  set(`${path}.progress_measure`, share(result.progress));
  set(`${path}.completion_status`, completion);
  if (success !== 'unknown') set(`${path}.success_status`, success);
}
