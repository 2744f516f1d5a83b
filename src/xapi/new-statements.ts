import type { AfterSave } from '@crosswalk/xapi-lrs';
import { afterCommit } from '../platform/jobs/commit-notices.ts';

/** Tells who waits in this process that statements were stored by it. */
export interface NewStatements {
  /** To be called in the transaction that stores them. */
  afterSave: AfterSave;
  /** Calls the listener after each commit; it must not throw. Answers how to stop that. */
  listen(listener: (tenantId: string) => void): () => void;
}

export function createNewStatements(): NewStatements {
  const listeners = new Set<(tenantId: string) => void>();
  return {
    async afterSave(db) {
      if (listeners.size === 0) return;
      afterCommit(db, () => {
        for (const listener of listeners) listener(db.tenantId);
      });
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
