import { setTimeout as wait } from 'node:timers/promises';

/** Notes what came of requests while the database behind a hub comes and goes. */
export function createWatch() {
  /** When a request was answered 503 with Retry-After, by `performance.now()`. */
  const failures: number[] = [];
  const unexpected = new Map<string, number>();
  const successes = new Map<string, number>();

  async function outcome(usual: number, ask: () => Promise<Response>): Promise<string> {
    try {
      const response = await ask();
      const text = await response.text();
      if (response.status === usual) return 'usual';
      const retryAfter = Number(response.headers.get('Retry-After'));
      if (response.status === 503 && retryAfter >= 1) return 'unavailable';
      return `${response.status}: ${text.slice(0, 200)}`;
    } catch (error) {
      return `no answer: ${error instanceof Error ? (error.cause ?? error) : error}`;
    }
  }

  return {
    failures,
    /** What is neither the usual answer nor a good 503, with how often it came. */
    get unexpected(): string[] {
      return [...unexpected].map(([what, times]) => `${what} (${times} times)`);
    },
    kinds: (): string[] => [...successes.keys()],
    lastSuccess: (kind: string): number => successes.get(kind) ?? 0,
    /** Whether the answer has the usual status. */
    ask: async (kind: string, usual: number, ask: () => Promise<Response>): Promise<boolean> => {
      const what = await outcome(usual, ask);
      if (what === 'usual') {
        successes.set(kind, performance.now());
        return true;
      }
      if (what === 'unavailable') failures.push(performance.now());
      else unexpected.set(`${kind}: ${what}`, (unexpected.get(`${kind}: ${what}`) ?? 0) + 1);
      // Less than Retry-After says: the hub must hold those who do not heed it.
      await wait(100);
      return false;
    },
  };
}
