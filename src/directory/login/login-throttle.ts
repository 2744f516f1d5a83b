/** Fewer than most directories allow before they lock an account. */
const ATTEMPTS = 8;
const WINDOW_MS = 15 * 60_000;
const MOST_NAMES = 50_000;

/** Counts failed attempts per name, so that guessing here neither succeeds nor locks accounts. */
export interface LoginThrottle {
  isOpen(key: string): boolean;
  failed(key: string): void;
  succeeded(key: string): void;
}

export function createLoginThrottle({
  now = Date.now,
}: {
  now?: () => number;
} = {}): LoginThrottle {
  const failures = new Map<string, { count: number; until: number }>();
  const current = (key: string) => {
    const entry = failures.get(key);
    return entry && entry.until > now() ? entry : undefined;
  };
  return {
    isOpen: (key) => (current(key)?.count ?? 0) < ATTEMPTS,
    failed(key) {
      const { count, until } = current(key) ?? { count: 0, until: now() + WINDOW_MS };
      // The latest stands last: when there are too many, the oldest goes.
      failures.delete(key);
      failures.set(key, { count: count + 1, until });
      const [oldest] = failures.keys();
      if (failures.size > MOST_NAMES && oldest !== undefined) failures.delete(oldest);
    },
    succeeded: (key) => failures.delete(key),
  };
}
