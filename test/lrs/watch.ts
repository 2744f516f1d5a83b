import { setTimeout as wait } from 'node:timers/promises';

/** Notes what came of requests while the database behind a hub comes and goes. */
export function createWatch() {
  let failures = 0;
  const unexpected = new Map<string, number>();
  /** Of each kind of request, since its last failure. */
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
    /** Requests that were answered 503 with Retry-After. */
    get failures(): number {
      return failures;
    },
    /** What is neither the usual answer nor a good 503, with how often it came. */
    get unexpected(): string[] {
      return [...unexpected].map(([what, times]) => `${what} (${times} times)`);
    },
    /** Kinds of requests that have not succeeded so often since they last failed. */
    troubled: (times: number): string[] =>
      [...successes].flatMap(([kind, count]) => (count < times ? kind : [])),
    /** Whether the answer has the usual status. */
    ask: async (kind: string, usual: number, ask: () => Promise<Response>): Promise<boolean> => {
      const what = await outcome(usual, ask);
      if (what === 'usual') {
        successes.set(kind, (successes.get(kind) ?? 0) + 1);
        return true;
      }
      successes.set(kind, 0);
      if (what === 'unavailable') failures += 1;
      else unexpected.set(`${kind}: ${what}`, (unexpected.get(`${kind}: ${what}`) ?? 0) + 1);
      // Less than Retry-After says: the hub must hold those who do not heed it.
      await wait(100);
      return false;
    },
  };
}
