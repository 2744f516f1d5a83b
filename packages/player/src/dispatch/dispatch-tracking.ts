import type { Standing } from '../hub/standing.ts';
import { type Tracking, TrackingError } from '../tracking/tracking.ts';
import { type Backlog, packKept } from './backlog.ts';

/** Where facts go, and what of them is still on its way. */
export interface HubSide {
  tracking: Pick<Tracking, 'interaction' | 'outcome' | 'commit'>;
  backlog(): Backlog;
}

export interface DispatchTrackingDeps {
  /** The learning platform's, through the shell. */
  platform: Tracking;
  hub: HubSide;
  /** The player's own state, as it was kept. */
  state: string;
  /** Characters that the platform keeps. */
  stateChars: number;
  setTimer(run: () => void, ms: number): unknown;
}

export interface DispatchTracking extends Tracking {
  /** Sends on what was kept at a launch before. */
  forward(): void;
  report(standing: Standing): Promise<void>;
}

const AGAIN_MS = [2000, 4000, 8000, 16_000, 30_000];
/** So long the way out waits for the hub; what it has not got by then is kept by the platform. */
const PARTING_MS = 5000;
/** Of an answer, what the hub is sent is about four times as long; browsers let 64 KiB pass. */
const KEEPALIVE_CHARS = 12_000;

/**
 * Results go to the learning platform and to the hub. An answer is saved as soon as the platform has
 * it: with the rest of what the hub has not acknowledged it lies in the platform's state, and the
 * hub gets it now, a little later, or at the next launch. Only what does not fit there waits for the
 * hub.
 */
export function dispatchTracking(deps: DispatchTrackingDeps): DispatchTracking {
  const { platform, hub, stateChars, setTimer } = deps;
  let { state } = deps;
  let kept: string | null = null;
  let isWhole = true;
  let failures = 0;
  let underWay: Promise<void> | null = null;
  /** Something was added since the last look. */
  let isWanted = false;
  let isTimed = false;
  /** What was kept is committed, and so has to be what is left of it. */
  let isBehind = isSomething(hub.backlog());
  let refusal: TrackingError | null = null;
  let told: Standing | null = null;

  const keep = async (): Promise<void> => {
    const backlog = hub.backlog();
    const packed = packKept({ state, ...backlog }, stateChars);
    isWhole = packed.isWhole;
    if (packed.text === kept) return;
    kept = packed.text;
    try {
      await platform.saveState(packed.text, isSomething(backlog) ? 'beyond the end' : undefined);
    } catch (error) {
      kept = null;
      throw error;
    }
  };
  /** The platform need not keep any more what the hub has. */
  const taken = async (): Promise<void> => {
    failures = 0;
    await keep();
    if (!isBehind) return;
    isBehind = false;
    await platform.commit('answer');
  };
  const sendAll = async (): Promise<void> => {
    do {
      isWanted = false;
      // What is short outlives the page.
      const isShort = isWhole && (kept?.length ?? 0) < KEEPALIVE_CHARS;
      await hub.tracking.commit(isShort ? 'end' : 'answer');
      await taken().catch(() => {});
    } while (isWanted);
  };
  const send = (): Promise<void> => {
    isWanted = true;
    underWay ??= sendAll().finally(() => {
      underWay = null;
    });
    return underWay;
  };
  const noteFailure = (error: unknown): void => {
    if (!(error instanceof TrackingError) || !error.retry) {
      refusal = new TrackingError(String(error), 'give up');
      return;
    }
    isBehind = true;
    if (isTimed) return;
    isTimed = true;
    const delay = AGAIN_MS[Math.min(failures++, AGAIN_MS.length - 1)] ?? 0;
    setTimer(() => {
      isTimed = false;
      sendQuietly();
    }, delay);
  };
  const sendQuietly = (): void => {
    send().catch(noteFailure);
  };

  return {
    ...platform,
    async saveState(next) {
      state = next;
      await keep();
    },
    async interaction(answer) {
      await hub.tracking.interaction(answer);
      await Promise.all([keep(), platform.interaction(answer)]);
    },
    async outcome(outcome) {
      await hub.tracking.outcome(outcome);
      await platform.outcome(outcome);
    },
    async commit(reason) {
      const keeping = keep();
      // At once: the page may be gone before the platform has answered.
      const sent = send();
      sent.catch(noteFailure);
      await keeping;
      await platform.commit(reason);
      if (refusal) {
        const failure = refusal;
        refusal = null;
        throw failure;
      }
      if (!isWhole) await sent;
    },
    async finish(way) {
      if (way === 'exit') {
        const late = new Promise<void>((resolve) => setTimer(resolve, PARTING_MS));
        await Promise.race([send().catch(() => {}), late]);
      } else sendQuietly();
      await Promise.allSettled([keep(), platform.finish(way)]).then(([, finished]) => {
        if (finished.status === 'rejected') throw finished.reason;
      });
    },
    forward() {
      if (isBehind) sendQuietly();
    },
    async report(standing) {
      const { scoreScaled, completion, success } = standing;
      const isNews = completion !== told?.completion || success !== told.success;
      told = standing;
      await Promise.all([
        scoreScaled === null ? undefined : platform.score(scoreScaled),
        platform.outcome({ completion, success }),
        ...(completion === 'completed' ? [platform.progress(1)] : []),
      ]);
      if (isNews) await platform.commit('answer');
    },
  };
}

function isSomething({ attempt, answers, sendings }: Backlog): boolean {
  return attempt !== null || answers.length + sendings.length > 0;
}
