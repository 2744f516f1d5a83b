import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import { describeResponse, isCorrect, type Response } from '../answer/answer.ts';
import type { PlayerContent, PlayerItem } from '../content.ts';
import { packAttemptState, type SavedAnswer, unpackAttemptState } from '../state/attempt-state.ts';
import type { Recorder } from '../tracking/recorder.ts';
import type { Outcome } from '../tracking/tracking.ts';
import { uuidv7 } from '../uuid.ts';
import { drawnQuestions } from './drawn-questions.ts';
import { objectiveResults } from './objectives.ts';
import { shuffled } from './order.ts';
import { outcomeOf } from './outcome.ts';

export type AttemptStage = 'intro' | 'question' | 'result';

export interface AttemptAnswer {
  correct: boolean;
  /** What was typed is not kept over a resume. */
  response: Response;
}

/** What the test screens show and do. */
export interface AttemptSession {
  readonly content: PlayerContent;
  readonly order: readonly PlayerItem[];
  readonly stage: ReadonlySignal<AttemptStage>;
  readonly index: ReadonlySignal<number>;
  readonly item: ReadonlySignal<PlayerItem | undefined>;
  /** The answer is on its way to where results are kept: nothing may be told before it is there. */
  readonly saving: ReadonlySignal<boolean>;
  /** The answer is in and is being shown. */
  readonly revealed: ReadonlySignal<boolean>;
  readonly response: ReadonlySignal<Response>;
  readonly answers: ReadonlySignal<ReadonlyMap<string, AttemptAnswer>>;
  readonly result: ReadonlySignal<AttemptResult>;
  /** Some questions were answered in a session before. */
  readonly resumed: boolean;
  start(): void;
  /** Answers, or shows the back of a card that the learner judges. */
  reveal(response: Response): void;
  /** The learner's own judgement of a card. */
  judge(correct: boolean): void;
  next(): void;
}

export interface AttemptResult {
  correct: number;
  total: number;
  scaled: number;
  outcome: Outcome;
}

export interface AttemptSessionDeps {
  content: PlayerContent;
  saved: string;
  stateChars: number;
  recorder: Pick<Recorder, 'record' | 'commitNow' | 'saved'>;
  now(): number;
  /** 16 bits. */
  newSeed(): number;
}

export function createAttemptSession(deps: AttemptSessionDeps): AttemptSession {
  const { content, recorder, now } = deps;
  const { feedback, masteryScore } = content.options;
  const ids = content.items.map(({ id }) => id);
  const saved = restore(ids, deps.saved) ?? {
    seed: deps.newSeed(),
    finished: false,
    answers: new Map<string, SavedAnswer>(),
  };
  const asked = drawnQuestions(content.items, content.options.questions, saved.seed);
  const order = content.options.shuffle ? shuffled(asked, saved.seed) : asked;
  const questions = order.filter((item) => item.kind !== 'info');
  const restored = new Map(
    order.flatMap((item) => {
      const answer = saved.answers.get(item.id);
      return answer ? [[item.id, restoredAnswer(item, answer)] as const] : [];
    }),
  );

  const stage = signal<AttemptStage>(saved.finished ? 'result' : 'intro');
  const index = signal(Math.max(0, firstUnanswered(order, restored)));
  const saving = signal(false);
  const revealed = signal(false);
  const response = signal<Response>({ kind: 'none' });
  const answers = signal<ReadonlyMap<string, AttemptAnswer>>(restored);
  const item = computed(() => order[index.value]);
  let shownAt = 0;

  const result = computed<AttemptResult>(() => {
    const given = questions.flatMap(({ id }) => answers.value.get(id) ?? []);
    const correct = given.filter((answer) => answer.correct).length;
    const scaled = correct / Math.max(questions.length, 1);
    const complete = stage.value === 'result';
    const outcome = outcomeOf({ complete, scaled, masteryScore });
    return { correct, total: questions.length, scaled, outcome };
  });
  const state = (): string =>
    packAttemptState(
      ids,
      {
        seed: saved.seed,
        finished: stage.value === 'result',
        answers: savedAnswers(answers.value, order),
      },
      deps.stateChars,
    );

  const whenSaved = (tell: () => void): void => {
    saving.value = true;
    void recorder.saved().then(() =>
      batch(() => {
        saving.value = false;
        tell();
      }),
    );
  };
  const show = (position: number): void => {
    batch(() => {
      index.value = position;
      revealed.value = false;
      response.value = { kind: 'none' };
    });
    shownAt = now();
    const shown = order[position];
    if (shown) recorder.record({ location: shown.id });
  };
  const next = (): void => {
    const following = order.findIndex(
      (other, i) => i > index.value && !answers.value.has(other.id),
    );
    if (following >= 0) {
      show(following);
      return;
    }
    stage.value = 'result';
    const { scaled, outcome } = result.value;
    recorder.record({ score: scaled, outcome, progress: 1, state: state() });
    recorder.commitNow('end');
    whenSaved(() => {});
  };
  const take = (shown: PlayerItem, given: Response, correct: boolean): void => {
    const at = now();
    answers.value = new Map(answers.value).set(shown.id, { correct, response: given });
    recorder.record({
      interaction: {
        ...describeResponse(shown, given, correct ? 'correct' : 'wrong'),
        id: uuidv7(at),
        correct,
        latencyMs: Math.max(0, at - shownAt),
        at,
      },
      score: result.value.scaled,
      outcome: result.value.outcome,
      objectives: objectiveResults(
        { ...content, items: questions },
        shown.objectives ?? [],
        (id) => answers.value.get(id)?.correct,
      ),
      progress: answers.value.size / Math.max(questions.length, 1),
      state: state(),
    });
  };

  return {
    content,
    order,
    stage,
    index,
    item,
    saving,
    revealed,
    response,
    answers,
    result,
    resumed: restored.size > 0,
    start() {
      stage.value = 'question';
      if (order.length === 0 || firstUnanswered(order, answers.value) < 0) next();
      else show(index.value);
    },
    reveal(given) {
      const shown = item.value;
      if (!shown || saving.value || revealed.value || shown.kind === 'info') return;
      const correct = isCorrect(shown, given);
      const tell = (): void => {
        response.value = given;
        revealed.value = true;
      };
      if (correct === null) {
        batch(tell);
        return;
      }
      take(shown, given, correct);
      if (feedback === 'immediate') whenSaved(tell);
      else next();
    },
    judge(correct) {
      const shown = item.value;
      if (!shown || !revealed.value || answers.value.has(shown.id)) return;
      take(shown, { kind: 'none' }, correct);
      next();
    },
    next() {
      const shown = item.value;
      if (shown && (shown.kind === 'info' || answers.value.has(shown.id))) next();
    },
  };
}

function restore(ids: readonly string[], saved: string) {
  try {
    return saved === '' ? null : unpackAttemptState(ids, saved);
  } catch {
    return null;
  }
}

function restoredAnswer(item: PlayerItem, saved: SavedAnswer): AttemptAnswer {
  if (item.kind !== 'choice') return { correct: saved.correct, response: { kind: 'none' } };
  const ids = new Set(saved.chosen.flatMap((i) => item.options[i]?.id ?? []));
  return { correct: saved.correct, response: { kind: 'chosen', ids } };
}

function savedAnswers(
  answers: ReadonlyMap<string, AttemptAnswer>,
  order: readonly PlayerItem[],
): Map<string, SavedAnswer> {
  return new Map(
    order.flatMap((item) => {
      const answer = answers.get(item.id);
      if (!answer) return [];
      const { correct, response } = answer;
      const ids = response.kind === 'chosen' ? response.ids : new Set<string>();
      const options = item.kind === 'choice' ? item.options : [];
      const chosen = options.flatMap((option, i) => (ids.has(option.id) ? [i] : []));
      return [[item.id, { correct, chosen }] as const];
    }),
  );
}

/** The first question without an answer, with what is to be read right before it; -1: none. */
function firstUnanswered(
  order: readonly PlayerItem[],
  answers: ReadonlyMap<string, AttemptAnswer>,
): number {
  let start = order.findIndex((item) => item.kind !== 'info' && !answers.has(item.id));
  while (start > 0 && order[start - 1]?.kind === 'info') start--;
  return start;
}
