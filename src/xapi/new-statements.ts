import type { LrsTransaction } from '@crosswalk/xapi-lrs';
import { afterCommit } from '../platform/jobs/commit-notices.ts';

/** Tells who waits in this process that statements were stored by it. */
export interface NewStatements {
  /** To be called in the transaction that stores them. */
  afterSave(db: LrsTransaction): Promise<void>;
  /** To be called in one that may store them. */
  write(db: LrsTransaction): Promise<void>;
  /** Calls the listener after each commit that may have stored some; it must not throw. Answers how to stop that. */
  listen(listener: (tenantId: string) => void): () => void;
}

export function createNewStatements(): NewStatements {
  const listeners = new Set<(tenantId: string) => void>();
  async function tellAfterCommit(db: LrsTransaction): Promise<void> {
    if (listeners.size === 0) return;
    afterCommit(db, () => {
      for (const listener of listeners) listener(db.tenantId);
    });
  }

  return {
    afterSave: tellAfterCommit,
    write: tellAfterCommit,
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
