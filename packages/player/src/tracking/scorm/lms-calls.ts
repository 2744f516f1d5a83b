import { TrackingError } from '../tracking.ts';

/** An LMS's API, whatever its functions are called in its version of SCORM. */
export interface ScormLms {
  initialize(): unknown;
  terminate(): unknown;
  commit(): unknown;
  get(element: string): unknown;
  set(element: string, value: string): unknown;
  lastError(): unknown;
  /** Error codes that the value or the LMS is to blame for; asking again gives the same answer. */
  lastingErrors: readonly string[];
}

/** Calls of an LMS that may answer anything, throw, or be gone. */
export interface LmsCalls {
  /** '' where there is no value. */
  get(element: string): string;
  /** @throws TrackingError when the LMS refuses the value. */
  set(element: string, value: string): void;
  /** For what an LMS may leave out. */
  setOptional(element: string, value: string): void;
  /** @throws TrackingError when it does not succeed. */
  call(what: 'initialize' | 'commit' | 'terminate'): void;
  /** Before the end, which commits by itself in most LMSs, but not in all. */
  commitAnyway(): void;
  /** From now on, nothing is set. */
  stopWriting(): void;
}

/** "No error", or an LMS that does not say. */
const NO_ERROR = ['0', '', 'undefined', 'null'];

export function lmsCalls(lms: ScormLms): LmsCalls {
  let writing = true;

  const set = (element: string, value: string): void => {
    if (!writing) return;
    if (succeeded(attempt(() => lms.set(element, value)))) return;
    const code = String(attempt(() => lms.lastError()));
    if (NO_ERROR.includes(code)) return;
    const lasting = lms.lastingErrors.includes(code);
    throw new TrackingError(`${element}: error ${code}`, lasting ? 'give up' : 'retry');
  };
  return {
    get(element) {
      const value = attempt(() => lms.get(element));
      return value === null || value === undefined ? '' : String(value);
    },
    set,
    setOptional(element, value) {
      try {
        set(element, value);
      } catch (error) {
        if (!(error instanceof TrackingError) || error.retry) throw error;
      }
    },
    call(what) {
      // Some LMSs answer null while the page unloads although nothing was kept.
      if (!succeeded(attempt(() => lms[what]()))) {
        throw new TrackingError(`${what} failed`, 'retry');
      }
    },
    commitAnyway() {
      attempt(() => lms.commit());
    },
    stopWriting() {
      writing = false;
    },
  };
}

function attempt(call: () => unknown): unknown {
  try {
    return call();
  } catch {
    // The LMS's frame may be gone, or its script may fail.
    return null;
  }
}

function succeeded(answer: unknown): boolean {
  return answer === true || answer === 'true';
}
