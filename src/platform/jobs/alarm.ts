/** What an idle worker waits on; rung while nobody waits, it ends the next wait at once. */
export interface Alarm {
  ring(): void;
  /** At once when `ms` is not positive. */
  ringIn(ms: number): void;
  /** Until it rings, or `ms` have passed. */
  wait(ms: number): Promise<void>;
  close(): void;
}

/** Further ahead, the worker's own polling is as good. */
const LONGEST_TIMER_MS = 60_000;

export function createAlarm(): Alarm {
  const timers = new Set<NodeJS.Timeout>();
  let rung = false;
  let wake: (() => void) | undefined;
  const ring = () => {
    rung = true;
    wake?.();
  };
  return {
    ring,
    ringIn(ms) {
      if (ms <= 0) return ring();
      if (ms > LONGEST_TIMER_MS) return;
      // A timer may fire up to a millisecond early: whoever looks then finds nothing, and sleeps on.
      const timer = setTimeout(() => {
        timers.delete(timer);
        ring();
      }, ms + 1);
      timers.add(timer.unref());
    },
    async wait(ms) {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      wake = undefined;
      rung = false;
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      ring();
    },
  };
}
