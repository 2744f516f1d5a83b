import type { ReadyStatement } from './ready-statement.ts';
import type { SavedBatches } from './save-batches.ts';

/** Statements that go together, unless a single batch has more. */
const GROUP_MAX = 200;

type Batch = readonly ReadyStatement[];

interface Waiting {
  batch: Batch;
  settle: (outcome: Error | Date) => void;
}

/** Of a tenant. */
interface Line {
  waiting: Waiting[];
  /** Transactions: at most one that ends and one that lines up behind it. */
  underWay: number;
  /** Whether the latest of them only ends. */
  isWriting: boolean;
}

/**
 * Stores batches in one transaction, which waits until the tenant's earlier ones have ended. Calls
 * `onWriting` when it has asked for all, so that the next may line up.
 */
export type Save = (
  tenant: string,
  batches: readonly Batch[],
  onWriting?: () => void,
) => Promise<SavedBatches>;

/**
 * Lets batches that arrive while a tenant's transaction is under way share the next: a tenant has one
 * writer at a time, and a commit costs the same for one batch as for many. The next one lines up
 * while the one before ends.
 */
export function createGroupCommit(save: Save): (tenant: string, batch: Batch) => Promise<Date> {
  const lines = new Map<string, Line>();

  function advance(tenant: string, line: Line): void {
    if (line.waiting.length === 0) {
      if (line.underWay === 0) lines.delete(tenant);
      return;
    }
    if (line.underWay > (line.isWriting ? 1 : 0)) return;
    line.underWay += 1;
    line.isWriting = false;
    let onWriting: () => void = () => undefined;
    const writing = new Promise<void>((resolve) => {
      onWriting = resolve;
    });
    // Not from within the transaction: what lines up is none of its work.
    void writing.then(() => {
      line.isWriting = true;
      advance(tenant, line);
    });
    const group = line.waiting.splice(0, groupSize(line.waiting));
    void commit(tenant, group, onWriting).then(() => {
      line.underWay -= 1;
      advance(tenant, line);
    });
  }

  async function commit(tenant: string, group: Waiting[], onWriting?: () => void): Promise<void> {
    try {
      const { refusals, consistentThrough } = await save(
        tenant,
        group.map(({ batch }) => batch),
        onWriting,
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
      const line = lines.get(tenant) ?? { waiting: [], underWay: 0, isWriting: false };
      lines.set(tenant, line);
      line.waiting.push({ batch, settle });
      advance(tenant, line);
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
