/** What the hub is asked when a learner opens a dispatch. */
export interface DispatchLaunch {
  /** Signed id of the dispatch. */
  dispatch: string;
  learner: { id: string; name: string };
  mode: 'normal' | 'browse' | 'review';
}

export type LaunchAnswer =
  /** The player's page, which opens once. */
  | { kind: 'open'; url: string }
  /** Asking again may help. */
  | { kind: 'down' }
  | { kind: 'refused'; code: string; detail: string };

const PATIENCE_MS = 15_000;

/** Asks the hub for the page to show; never throws. */
export async function launchDispatch(url: string, launch: DispatchLaunch): Promise<LaunchAnswer> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(launch),
      credentials: 'omit',
      cache: 'no-store',
      signal: stop.signal,
    });
    const body: unknown = await response.json();
    if (response.ok) return { kind: 'open', url: textIn(body, 'url') };
    if (response.status >= 500 || response.status === 429) return { kind: 'down' };
    return { kind: 'refused', code: textIn(body, 'code'), detail: textIn(body, 'detail') };
  } catch {
    // No connection, too late, or something in between that answers no JSON.
    return { kind: 'down' };
  } finally {
    clearTimeout(timer);
  }
}

function textIn(body: unknown, key: string): string {
  const value: unknown = typeof body === 'object' && body ? Reflect.get(body, key) : '';
  return typeof value === 'string' ? value : '';
}
