import type { Database, TenantDb } from '../database/database.ts';

/** A job is in the queue, and committed. */
export interface JobNotice {
  id: string;
  /** Undefined: now. */
  runAt: Date | undefined;
}

export type NoticeListener = (notices: readonly JobNotice[]) => void;

/** A database that tells which jobs its commits have brought. */
export interface WatchedDatabase extends Database {
  onEnqueued(listener: NoticeListener): void;
}

/** By transaction: what to tell, and to do, once it has committed. */
const unsaid = new WeakMap<object, { notices: JobNotice[]; actions: (() => void)[] }>();

/** Leaves a notice with the transaction; it is dropped with it when it rolls back. */
export function leaveNotice(db: TenantDb, notice: JobNotice): void {
  unsaid.get(db)?.notices.push(notice);
}

/**
 * Has something done once the transaction has committed; never when it rolls back. Only a hint for
 * who waits in this process: one that is killed between the two does nothing.
 */
export function afterCommit(db: Pick<TenantDb, 'tenantId'>, action: () => void): void {
  unsaid.get(db)?.actions.push(action);
}

/**
 * Workers must hear of a job after its commit (before it, they would find nothing) and at once. A
 * hook after the commit costs no query; a scan of the table would cost every job an update. A
 * process killed between the two says nothing: the workers' own polling finds the job.
 */
export function watchCommits(database: Database): WatchedDatabase {
  const listeners: NoticeListener[] = [];
  return {
    ...database,
    async tenant(tenantId, work) {
      const notices: JobNotice[] = [];
      const actions: (() => void)[] = [];
      const result = await database.tenant(tenantId, (db, last) => {
        unsaid.set(db, { notices, actions });
        return work(db, last);
      });
      for (const action of actions) action();
      if (notices.length > 0) for (const listener of listeners) listener(notices);
      return result;
    },
    onEnqueued: (listener) => void listeners.push(listener),
  };
}
