const url = '/lms/commit';
/** A browser drops beacons over 64 KiB. */
const longestBeacon = 60_000;

let sequence = 0;

/** What arrives at the LMS's server; commits may overtake one another. */
export type Sequenced<T> = T & { sequence: number };

/** In the browser: stores a commit, a short one even while the LMS's own page goes away. */
export function sendCommit(commit: object): boolean {
  const body = JSON.stringify({ ...commit, sequence: ++sequence });
  if (body.length < longestBeacon) return navigator.sendBeacon(url, body);
  void fetch(url, { method: 'POST', body });
  return true;
}

export function lastCommit<T>(commits: readonly Sequenced<T>[]): Sequenced<T> | undefined {
  return [...commits].sort((a, b) => a.sequence - b.sequence).at(-1);
}
