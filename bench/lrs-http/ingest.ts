import { request } from 'undici';
import { statementAt } from '../lrs-store/statements.ts';

export interface IngestTarget {
  url: string;
  headers: Record<string, string>;
}

/**
 * Statements per second of some clients, each of which waits for the answer to its batch.
 * @param first number of the first statement, so that no two runs send the same
 */
export async function httpRate(
  { url, headers }: IngestTarget,
  { batch, batches, clients, first }: Record<'batch' | 'batches' | 'clients' | 'first', number>,
): Promise<number> {
  const bodies = Array.from({ length: batches }, (_, n) =>
    Buffer.from(
      JSON.stringify(Array.from({ length: batch }, (_, i) => statementAt(first + n * batch + i))),
    ),
  );
  const startedAt = performance.now();
  await inParallel(clients, bodies, async (body) => {
    const response = await request(`${url}/xapi/statements`, { method: 'POST', headers, body });
    const text = await response.body.text();
    if (response.statusCode !== 200) {
      throw new Error(`${response.statusCode}: ${text.slice(0, 500)}`);
    }
  });
  return (batches * batch) / ((performance.now() - startedAt) / 1000);
}

/** Works through a list, each worker one item after another. */
export async function inParallel<T>(
  workers: number,
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const rest = [...items];
  await Promise.all(
    Array.from({ length: workers }, async () => {
      for (let item = rest.pop(); item !== undefined; item = rest.pop()) await work(item);
    }),
  );
}
