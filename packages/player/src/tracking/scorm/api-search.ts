import type { Scorm12Api } from './scorm12-api.ts';
import type { Scorm2004Api } from './scorm2004-api.ts';

/** The part of `Window` that the search walks through. */
export interface ApiWindow {
  readonly parent: ApiWindow;
  readonly opener: ApiWindow | null;
  /** SCORM 1.2. */
  readonly API?: Scorm12Api;
  /** SCORM 2004. */
  readonly API_1484_11?: Scorm2004Api;
}

type ApiName = 'API' | 'API_1484_11';
type Api<N extends ApiName> = NonNullable<ApiWindow[N]>;

const MOST_HOPS = 500;

/**
 * SCORM 1.2 RTE 3.3.6.1, SCORM 2004 RTE 3.3.1: the API is in a parent frame, in the opener, or in
 * a parent of the opener. Content asks for the API of its own version, also where an LMS offers
 * both.
 */
export function findApi<N extends ApiName>(start: ApiWindow, name: N): Api<N> | null {
  return fromParents(start, name) ?? fromOpener(start, name);
}

function fromOpener<N extends ApiName>(start: ApiWindow, name: N): Api<N> | null {
  for (let frame: ApiWindow | null = start, hops = 0; frame && hops < MOST_HOPS; hops++) {
    const opener: ApiWindow | null = allowed(frame, (w) => w.opener);
    if (opener) return fromParents(opener, name);
    const parent: ApiWindow | null = allowed(frame, (w) => w.parent);
    frame = parent === frame ? null : parent;
  }
  return null;
}

function fromParents<N extends ApiName>(start: ApiWindow, name: N): Api<N> | null {
  for (let frame: ApiWindow | null = start, hops = 0; frame && hops < MOST_HOPS; hops++) {
    const api = allowed(frame, (w) => w[name] ?? null);
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
