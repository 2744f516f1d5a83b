import type { Log } from '../log/log.ts';

/** Tells of an outage when it begins and when it ends, not at each attempt in between. */
export interface Outage {
  failed(error: unknown): void;
  over(): void;
}

export function createOutage(log: Pick<Log, 'warn' | 'info'>, dependency: string): Outage {
  let isOut = false;
  return {
    failed(err) {
      if (isOut) return;
      isOut = true;
      log.warn({ err, dependency }, 'dependency does not answer');
    },
    over() {
      if (!isOut) return;
      isOut = false;
      log.info({ dependency }, 'dependency answers again');
    },
  };
}
