/** Fewer than most directories allow before they lock an account. */
const ATTEMPTS = 8;
const WINDOW_MS = 15 * 60_000;
const MOST_NAMES = 50_000;

/** Counts attempts per name, so that guessing here neither succeeds nor locks accounts. */
export interface LoginThrottle {
  /** Counts an attempt before it is made, so that those at the same time count too; false: not now. */
  take(key: string): boolean;
  /** The attempt was no guess: the password was right, or nobody could say. */
  giveBack(key: string, outcome: 'right' | 'unknown'): void;
}

export function createLoginThrottle({
  now = Date.now,
}: {
  now?: () => number;
} = {}): LoginThrottle {
  const attempts = new Map<string, { count: number; until: number }>();
  const current = (key: string) => {
    const entry = attempts.get(key);
    return entry && entry.until > now() ? entry : undefined;
  };
  return {
    take(key) {
      const { count, until } = current(key) ?? { count: 0, until: now() + WINDOW_MS };
      if (count >= ATTEMPTS) return false;
      // The latest stands last: when there are too many, the oldest goes.
      attempts.delete(key);
      attempts.set(key, { count: count + 1, until });
      const [oldest] = attempts.keys();
      if (attempts.size > MOST_NAMES && oldest !== undefined) attempts.delete(oldest);
      return true;
    },
    giveBack(key, outcome) {
      const entry = current(key);
      if (outcome === 'right') attempts.delete(key);
      else if (entry) attempts.set(key, { ...entry, count: entry.count - 1 });
    },
  };
}
