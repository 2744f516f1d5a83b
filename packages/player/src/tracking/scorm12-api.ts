/** The LMS's side of SCORM 1.2 RTE 3.2; LMSs also answer with booleans, null or nothing. */
export interface Scorm12Api {
  LMSInitialize(argument: ''): unknown;
  LMSFinish(argument: ''): unknown;
  LMSGetValue(element: string): unknown;
  LMSSetValue(element: string, value: string): unknown;
  LMSCommit(argument: ''): unknown;
  LMSGetLastError(): unknown;
}

/** The part of `Window` that the search walks through. */
export interface ApiWindow {
  readonly parent: ApiWindow;
  readonly opener: ApiWindow | null;
  readonly API?: Scorm12Api;
}

const MOST_HOPS = 500;

/**
 * RTE 3.3.6.1: the API is in a parent frame, in the opener, or in a parent of the opener. Content
 * for 1.2 uses `API` even where an LMS offers the 2004 one beside it.
 */
export function findScorm12Api(start: ApiWindow): Scorm12Api | null {
  return fromParents(start) ?? fromOpener(start);
}

function fromOpener(start: ApiWindow): Scorm12Api | null {
  for (let frame: ApiWindow | null = start, hops = 0; frame && hops < MOST_HOPS; hops++) {
    const opener: ApiWindow | null = allowed(frame, (w) => w.opener);
    if (opener) return fromParents(opener);
    const parent: ApiWindow | null = allowed(frame, (w) => w.parent);
    frame = parent === frame ? null : parent;
  }
  return null;
}

function fromParents(start: ApiWindow): Scorm12Api | null {
  for (let frame: ApiWindow | null = start, hops = 0; frame && hops < MOST_HOPS; hops++) {
    const api = allowed(frame, (w) => w.API ?? null);
    if (api) return api;
    const parent: ApiWindow | null = allowed(frame, (w) => w.parent);
    frame = parent === frame ? null : parent;
  }
  return null;
}

/** A window of another origin throws on any look inside; its `parent` can still be reached. */
function allowed<T>(frame: ApiWindow, look: (frame: ApiWindow) => T | null): T | null {
  try {
    return look(frame);
  } catch {
    return null;
  }
}
