import { effect, type ReadonlySignal, signal } from '@preact/signals';
import {
  type Interaction,
  type ObjectiveResult,
  type Outcome,
  type Tracking,
  TrackingError,
} from './tracking.ts';

/** What one answer, mark or undo changes. */
export interface Change {
  interaction?: Interaction;
  score?: number;
  outcome?: Outcome;
  /** Those that the answer counts towards. */
  objectives?: readonly ObjectiveResult[];
  state?: string;
  progress?: number;
  location?: string;
}

/** `ok`; `retrying`: kept here, being sent again; `lost`: refused for good and not made up for. */
export type Delivery = 'ok' | 'retrying' | 'lost';

/** Sends changes to the tracking in order, and again until it takes them. */
export interface Recorder {
  /** Answers that are not known to be saved. */
  readonly unsaved: ReadonlySignal<number>;
  readonly delivery: ReadonlySignal<Delivery>;
  record(change: Change): void;
  /** Sends at once what is waiting, without the usual pause after an answer. */
  commitNow(reason: 'hidden' | 'end'): void;
  /**
   * Commits at once; resolves when every answer is saved, or when the learner is told that some are
   * not.
   */
  saved(): Promise<void>;
  /** Resolves when nothing is waiting, or when a try has failed. */
  settled(): Promise<void>;
  /** Sends what is waiting and ends the session; only the first call does anything. */
  finish(way: 'exit' | 'leave'): Promise<void>;
}

export interface RecorderDeps {
  tracking: Tracking;
  setTimer(run: () => void, ms: number): unknown;
}

const COMMIT_DELAY_MS = 1000;
const RETRY_MS = [1000, 2000, 4000, 8000, 16_000, 30_000];
/** A single failed try is not worth the learner's attention. */
const QUIET_FAILURES = 2;
/** So long a learner waits to hear that an answer is saved; then, that it is not. */
const SAVED_WITHIN_MS = 10_000;
/** One value that the LMS will not take must not keep back all that comes after it. */
const MOST_TRIES = 4;

interface Step {
  /** A later step of the same kind makes an earlier one needless; '' for those that add up. */
  kind: string;
  answers: number;
  tries: number;
  run(): Promise<void>;
}

export function createRecorder({ tracking, setTimer }: RecorderDeps): Recorder {
  const unsaved = signal(0);
  const delivery = signal<Delivery>('ok');
  /** Kinds whose newest value was refused for good. */
  const lost = new Set<string>();
  let steps: Step[] = [];
  let underWay: Step | null = null;
  let running: Promise<void> | null = null;
  let failures = 0;
  let commitWanted = false;
  let closed = false;

  const add = (kind: string, run: () => Promise<void>, answers = 0): void => {
    // The step at the head may be under way; order of the rest is kept by appending.
    if (kind) steps = steps.filter((step, i) => i === 0 || step.kind !== kind);
    steps.push({ kind, answers, tries: 0, run });
  };

  const took = (kind: string): void => {
    // What adds up is not made up for by the next one of its kind.
    if (kind) lost.delete(kind);
    delivery.value = lost.size > 0 ? 'lost' : 'ok';
  };
  const refused = (kind: string): void => {
    lost.add(kind);
    delivery.value = 'lost';
  };

  const drain = async (): Promise<void> => {
    for (let step = steps[0]; step; step = steps[0]) {
      try {
        underWay = step;
        await step.run();
        failures = 0;
        took(step.kind);
        if (step.kind === 'commit') unsaved.value = countAnswers(steps);
      } catch (error) {
        const passing = error instanceof TrackingError && error.retry;
        const worth = step.kind === 'commit' || ++step.tries < MOST_TRIES;
        if (passing && worth && !closed) {
          if (++failures >= QUIET_FAILURES && delivery.value === 'ok') delivery.value = 'retrying';
          return;
        }
        // Refused for good, or the last try there is: the rest may still get through.
        refused(step.kind);
      } finally {
        underWay = null;
      }
      steps = steps.filter((other) => other !== step);
    }
  };

  const start = (): Promise<void> => {
    running ??= drain().then(() => {
      running = null;
      if (steps.length === 0) return;
      // Came in between the last look and now.
      if (failures === 0 || closed) return start();
      setTimer(() => void start(), RETRY_MS[Math.min(failures, RETRY_MS.length) - 1] ?? 0);
    });
    return running;
  };

  const commit = (reason: 'answer' | 'hidden' | 'end'): void => {
    commitWanted = false;
    add('commit', () => tracking.commit(reason));
    void start();
  };

  /** Without waiting for what is under way, whose answer may never be heard. */
  const sendRest = async (): Promise<void> => {
    const rest = steps.filter((step) => step !== underWay && step.kind !== 'commit');
    steps = [];
    await Promise.allSettled(rest.map((step) => step.run()));
  };
  const end = async (way: 'exit' | 'leave'): Promise<void> => {
    try {
      await tracking.finish(way);
      took('commit');
      unsaved.value = 0;
    } catch {
      refused('commit');
    }
  };

  return {
    unsaved,
    delivery,
    record({ interaction, score, outcome, objectives, state, progress, location }) {
      if (closed) return;
      if (interaction) {
        unsaved.value++;
        add('', () => tracking.interaction(interaction), 1);
      }
      // Score before status: LMSs judge the status by the score they have.
      if (score !== undefined) add('score', () => tracking.score(score));
      if (outcome) add('outcome', () => tracking.outcome(outcome));
      for (const result of objectives ?? []) {
        add(`objective ${result.id}`, () => tracking.objective(result));
      }
      if (state !== undefined) add('state', () => tracking.saveState(state));
      if (progress !== undefined) add('progress', () => tracking.progress(progress));
      if (location !== undefined) add('location', () => tracking.setLocation(location));
      void start();
      if (commitWanted) return;
      commitWanted = true;
      setTimer(() => {
        if (commitWanted && !closed) commit('answer');
      }, COMMIT_DELAY_MS);
    },
    commitNow(reason) {
      if (!closed && (commitWanted || steps.length > 0)) commit(reason);
    },
    settled: start,
    async saved() {
      if (closed || unsaved.value === 0) return;
      commit('answer');
      let waits = true;
      setTimer(() => {
        if (waits) delivery.value = 'retrying';
      }, SAVED_WITHIN_MS);
      await new Promise<void>((resolve) => {
        const stop = effect(() => {
          if (unsaved.value > 0 && delivery.value === 'ok') return;
          waits = false;
          resolve();
          queueMicrotask(() => stop());
        });
      });
    },
    async finish(way) {
      if (closed) return;
      closed = true;
      if (way === 'exit') {
        add('commit', () => tracking.commit('end'));
        await start();
        // Also when the commit failed: finishing commits by itself.
        await end(way);
      } else await Promise.all([sendRest(), end(way)]);
    },
  };
}

function countAnswers(steps: readonly Step[]): number {
  return steps.reduce((sum, step) => sum + step.answers, 0);
}
