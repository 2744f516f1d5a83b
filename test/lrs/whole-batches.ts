import type { Batch } from './batch-stream.ts';

/** Ids of batches of which a part is stored. */
export function halfBatches(
  sent: readonly Batch[],
  kept: readonly { registration: string }[],
): string[] {
  const counts = new Map<string, number>();
  for (const { registration } of kept) {
    counts.set(registration, (counts.get(registration) ?? 0) + 1);
  }
  const isHalf = ({ id, statements }: Batch) =>
    ![0, statements.length].includes(counts.get(id) ?? 0);
  return sent.filter(isHalf).map(({ id }) => id);
}
