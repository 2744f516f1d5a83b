import type { PreparedStatement } from '@crosswalk/xapi-lrs';
import { preparedFrom } from './statements.ts';
import type { Writer } from './writers.ts';

/** Statements written in one measurement of a writer. */
const enough = (batch: number) => (batch === 1 ? 300 : 2_000);

/** Statements per second of one client that waits for each batch. */
export async function ingestRate(writer: Writer, batch: number, first: number): Promise<number> {
  const batches: PreparedStatement[][] = [];
  for (let at = 0; at < writer.share * enough(batch); at += batch) {
    batches.push(preparedFrom(first + at, batch));
  }
  const startedAt = performance.now();
  for (const statements of batches) await writer.write(statements);
  return (batches.length * batch) / ((performance.now() - startedAt) / 1000);
}
