import type { ReadyStatement } from './ready-statement.ts';
import type { SavedBatches } from './save-batches.ts';

/** Statements that go together, unless a single batch has more. */
const GROUP_MAX = 200;

type Batch = readonly ReadyStatement[];

interface Waiting {
  batch: Batch;
  settle: (outcome: Error | Date) => void;
}

/**
 * Lets batches that arrive while a tenant's transaction is under way share the next: a tenant has one
 * writer at a time, and a commit costs the same for one batch as for many.
 *
 * @param save stores batches in one transaction
 */
export function createGroupCommit(
  save: (tenant: string, batches: readonly Batch[]) => Promise<SavedBatches>,
): (tenant: string, batch: Batch) => Promise<Date> {
  const queues = new Map<string, Waiting[]>();

  async function drain(tenant: string, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) await commit(tenant, queue.splice(0, groupSize(queue)));
    queues.delete(tenant);
  }

  async function commit(tenant: string, group: Waiting[]): Promise<void> {
    try {
      const { refusals, consistentThrough } = await save(
        tenant,
        group.map(({ batch }) => batch),
      );
      group.forEach(({ settle }, i) => {
        settle(refusals[i] ?? consistentThrough);
      });
    } catch (error) {
      const [only, ...others] = group;
      // What breaks a transaction must not break those who happened to share it.
      if (others.length > 0) for (const waiting of group) await commit(tenant, [waiting]);
      else only?.settle(error instanceof Error ? error : new Error(String(error)));
    }
  }

  return (tenant, batch) =>
    new Promise((resolve, reject) => {
      const settle: Waiting['settle'] = (outcome) =>
        outcome instanceof Error ? reject(outcome) : resolve(outcome);
      const queue = queues.get(tenant);
      if (queue) {
        queue.push({ batch, settle });
        return;
      }
      const started = [{ batch, settle }];
      queues.set(tenant, started);
      void drain(tenant, started);
    });
}

/** How many of the queue's first go together. */
function groupSize(queue: readonly Waiting[]): number {
  let statements = 0;
  const end = queue.findIndex(({ batch }, i) => {
    statements += batch.length;
    return i > 0 && statements > GROUP_MAX;
  });
  return end < 0 ? queue.length : end;
}
