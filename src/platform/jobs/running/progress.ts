const SHORTEST_PAUSE_MS = 500;

export interface Progress {
  report(value: unknown): Promise<void>;
  /** The last value, for the job's last write; nothing is written after this. */
  finish(): unknown;
}

/** Writes the newest value at most twice a second; none is left unwritten for longer. */
export function createProgress(write: (value: unknown) => Promise<void>): Progress {
  let last: unknown;
  let nextAt = 0;
  let timer: NodeJS.Timeout | undefined;
  const writeNow = () => {
    nextAt = performance.now() + SHORTEST_PAUSE_MS;
    return write(last);
  };
  return {
    async report(value) {
      last = value;
      if (timer) return;
      const pause = nextAt - performance.now();
      if (pause <= 0) return writeNow();
      timer = setTimeout(() => {
        timer = undefined;
        // A step that could not be shown is no reason to stop the job.
        writeNow().catch(() => undefined);
      }, pause);
    },
    finish() {
      clearTimeout(timer);
      nextAt = Number.POSITIVE_INFINITY;
      return last;
    },
  };
}
