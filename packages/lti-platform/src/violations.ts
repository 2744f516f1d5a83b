import type { Clock } from './clock.ts';

/** A rule that a tool broke. */
export interface Violation {
  /** As `token.jti`. */
  rule: string;
  level: 'MUST' | 'SHOULD';
  specRef: string;
  detail: string;
  at: number;
}

export interface Rule {
  id: string;
  level: Violation['level'];
  specRef: string;
}

export interface Violations {
  readonly all: readonly Violation[];
  record(rule: Rule, detail: string): void;
  /** Answers what there was and starts anew. */
  take(): Violation[];
}

export function createViolations(clock: Clock): Violations {
  let all: Violation[] = [];
  return {
    get all() {
      return all;
    },
    record: ({ id, level, specRef }, detail) => {
      all.push({ rule: id, level, specRef, detail, at: clock.now() });
    },
    take: () => {
      const taken = all;
      all = [];
      return taken;
    },
  };
}
