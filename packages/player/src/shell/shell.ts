import { answerRelay } from '../relay/answer-relay.ts';
import type { RelayPort, ToPlayer, ToShell } from '../relay/messages.ts';
import type { Tracking, TrackingStart } from '../tracking/tracking.ts';
import type { DispatchLaunch, LaunchAnswer } from './launch-dispatch.ts';

/** What the learner sees of the shell itself. */
export type ShellView =
  | { kind: 'opening' }
  | { kind: 'no-platform' }
  | { kind: 'down'; retry(): void }
  | { kind: 'refused'; code: string; detail: string; retry(): void }
  /** The player's frame. */
  | { kind: 'player' };

export interface ShellDeps {
  /** null: no API was found. */
  tracking: Tracking | null;
  dispatch: string;
  launch(request: DispatchLaunch): Promise<LaunchAnswer>;
  show(view: ShellView): void;
  /** Loads the player's page. */
  openFrame(url: string): void;
  /** To whatever the frame shows. */
  port: RelayPort<ToPlayer, ToShell>;
  setTimer(run: () => void, ms: number): unknown;
}

export interface Shell {
  open(): Promise<void>;
  /** The page goes away. */
  leave(): void;
}

const AGAIN_MS = [5000, 10_000, 20_000, 30_000];
/** From the frame's address to the player's first word. */
const HELLO_MS = 20_000;

/** Opens the session with the platform, then the player of the hub, and stands between them. */
export function createShell(deps: ShellDeps): Shell {
  const { show, setTimer } = deps;
  let begun: { tracking: Tracking; start: TrackingStart } | null = null;
  let finished: Promise<void> | null = null;
  let failures = 0;
  /** A page was opened that has not said hello. */
  let isExpected = false;
  /** Of the launch under way; what an older one still has to say does not count. */
  let turn = 0;

  const finishOnce = (tracking: Tracking): Tracking => ({
    ...tracking,
    finish(way) {
      finished ??= tracking.finish(way);
      return finished;
    },
  });
  const onHello = (): void => {
    if (!isExpected) return;
    isExpected = false;
    turn++;
    failures = 0;
    show({ kind: 'player' });
  };
  const down = (): void => {
    const mine = ++turn;
    const retry = (): void => {
      if (mine === turn) void launch();
    };
    show({ kind: 'down', retry });
    setTimer(retry, AGAIN_MS[Math.min(failures++, AGAIN_MS.length - 1)] ?? 0);
  };
  const launch = async (): Promise<void> => {
    if (!begun) return;
    const { start } = begun;
    const mine = ++turn;
    show({ kind: 'opening' });
    const { learner, mode } = start;
    const request = { dispatch: deps.dispatch, learner: learner ?? { id: '', name: '' }, mode };
    const answer = await deps.launch(request);
    if (mine !== turn) return;
    if (answer.kind === 'down') {
      down();
      return;
    }
    if (answer.kind === 'refused') {
      show({ ...answer, retry: () => void launch() });
      return;
    }
    isExpected = true;
    deps.openFrame(answer.url);
    // The page itself did not come: the hub went away in between.
    setTimer(() => {
      if (mine === turn) down();
    }, HELLO_MS);
  };

  return {
    async open() {
      show({ kind: 'opening' });
      try {
        if (!deps.tracking) throw new Error('no API');
        const tracking = finishOnce(deps.tracking);
        const start = await tracking.init();
        begun = { tracking, start };
        answerRelay({ port: deps.port, tracking, start, onHello });
      } catch {
        show({ kind: 'no-platform' });
        return;
      }
      await launch();
    },
    leave() {
      void begun?.tracking.finish('leave').catch(() => {});
    },
  };
}
