/** One step of a login or launch, as the inspector shows it. */
export interface Step {
  name: string;
  /** Since the trail began. */
  ms: number;
  /** Why it failed. */
  error?: string;
}

/** Remembers which steps were taken, and which one failed. */
export interface Trail {
  readonly steps: readonly Step[];
  readonly ms: number;
  /** Does the step, and writes it down. */
  step<T>(name: string, work: () => T): T;
}

export function createTrail(now: () => number = () => performance.now()): Trail {
  const began = now();
  const steps: Step[] = [];
  const elapsed = () => Math.round(now() - began);

  function failed(name: string, error: unknown): never {
    const why = error instanceof Error ? error.message : String(error);
    steps.push({ name, ms: elapsed(), error: why.slice(0, 500) });
    throw error;
  }

  return {
    steps,
    get ms() {
      return elapsed();
    },
    step(name, work) {
      let done: ReturnType<typeof work>;
      try {
        done = work();
      } catch (error) {
        return failed(name, error);
      }
      if (!(done instanceof Promise)) {
        steps.push({ name, ms: elapsed() });
        return done;
      }
      const settled = done.then(
        (value) => {
          steps.push({ name, ms: elapsed() });
          return value;
        },
        (error: unknown) => failed(name, error),
      );
      // Sound because `done` is a promise here, so T is one of the same value.
      return settled as typeof done;
    },
  };
}
