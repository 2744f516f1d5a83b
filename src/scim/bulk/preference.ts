/** What a client prefers (RFC 7240 4.1, 4.3). */
export interface Preference {
  respondAsync: boolean;
  /** Seconds that the client would wait for the answer itself. */
  wait: number;
}

const LONGEST_WAIT_S = 30;

export function readPreference(header: string): Preference {
  const preferences = header.split(',').map((one) => one.split(';')[0]?.trim().toLowerCase() ?? '');
  const wait = preferences.map((one) => /^wait *= *"?(\d{1,6})"?$/.exec(one)?.[1]).find(Boolean);
  return {
    respondAsync: preferences.includes('respond-async'),
    wait: Math.min(LONGEST_WAIT_S, Number(wait ?? 0)),
  };
}
