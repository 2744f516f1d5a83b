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
  let isTimed = false;
  /** What was kept is committed, and so has to be what is left of it. */
  let isBehind = isSomething(hub.backlog());
  let refusal: TrackingError | null = null;
  let told: Standing | null = null;

  const keep = async (): Promise<void> => {
    const packed = packKept({ state, ...hub.backlog() }, stateChars);
    isWhole = packed.isWhole;
    if (packed.text === kept) return;
    kept = packed.text;
    try {
      await platform.saveState(packed.text);
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
  const send = (reason: 'answer' | 'end'): Promise<void> => {
    underWay ??= hub.tracking
      .commit(reason)
      .then(() => taken().catch(() => {}))
      .finally(() => {
        underWay = null;
      });
    return underWay;
  };
  const sendQuietly = (reason: 'answer' | 'end'): void => {
    send(reason).catch((error: unknown) => {
      if (!(error instanceof TrackingError) || !error.retry) {
        refusal = new TrackingError(String(error), 'give up');
        return;
      }
      isBehind = true;
      if (isTimed) return;
      isTimed = true;
      setTimer(
        () => {
          isTimed = false;
          sendQuietly('answer');
        },
        AGAIN_MS[Math.min(failures++, AGAIN_MS.length - 1)] ?? 0,
      );
    });
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
      // The page may be gone before the platform has answered.
      if (reason !== 'answer') sendQuietly('end');
      await keeping;
      await platform.commit(reason);
      if (refusal) {
        const failure = refusal;
        refusal = null;
        throw failure;
      }
      if (isWhole) sendQuietly('answer');
      else await send('answer');
    },
    async finish(way) {
      if (way === 'exit') {
        const late = new Promise<void>((resolve) => setTimer(resolve, PARTING_MS));
        await Promise.race([send('end').catch(() => {}), late]);
      } else sendQuietly('end');
      await Promise.allSettled([keep(), platform.finish(way)]).then(([, finished]) => {
        if (finished.status === 'rejected') throw finished.reason;
      });
    },
    forward() {
      if (isBehind) sendQuietly('answer');
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
