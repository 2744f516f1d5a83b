import type pg from 'pg';

/** How long reads may follow one another in one transaction; their `now()` is older by no more. */
const SHARED_MS = 10;

/** A transaction of one tenant for reading. */
export interface OpenRead {
  client: pg.PoolClient;
  tenantId: string;
  /** `performance.now()` at which it has to end. */
  until: number;
}

export interface OpenReads {
  /** A transaction that an earlier read of this tenant left open. */
  take(tenantId: string): OpenRead | undefined;
  begun(client: pg.PoolClient, tenantId: string): OpenRead;
  /** Leaves it to the tenant's next read, or ends it when its time is over or nobody could use it. */
  leave(read: OpenRead, isUsable: boolean): void;
  /** Where all connections are taken, ends one, so that its connection can serve somebody else. */
  makeRoom(): void;
  close(): Promise<void>;
}

/**
 * Begin and commit cost a small read more than the read itself. At READ COMMITTED each statement
 * sees what was committed before it, so reads of one tenant may share a transaction unnoticed.
 */
export function createOpenReads(pool: pg.Pool): OpenReads {
  const left: OpenRead[] = [];
  let timer: NodeJS.Timeout | undefined;

  function end({ client }: OpenRead): Promise<void> {
    return client.query('commit').then(
      () => client.release(),
      (error: Error) => client.release(error),
    );
  }

  function sweep(): void {
    timer = undefined;
    const now = performance.now();
    for (let i = left.length - 1; i >= 0; i -= 1) {
      const read = left[i];
      if (!read || read.until > now) continue;
      left.splice(i, 1);
      void end(read);
    }
    if (left.length > 0) timer = setTimeout(sweep, SHARED_MS);
  }

  return {
    take: (tenantId) => {
      const at = left.findLastIndex((read) => read.tenantId === tenantId);
      return at < 0 ? undefined : left.splice(at, 1)[0];
    },
    begun: (client, tenantId) => ({ client, tenantId, until: performance.now() + SHARED_MS }),
    leave: (read, isUsable) => {
      if (!isUsable || pool.waitingCount > 0 || performance.now() >= read.until) {
        void end(read);
        return;
      }
      left.push(read);
      timer ??= setTimeout(sweep, SHARED_MS);
    },
    makeRoom: () => {
      if (pool.idleCount > 0 || pool.totalCount < pool.options.max) return;
      const read = left.shift();
      if (read) void end(read);
    },
    close: async () => {
      clearTimeout(timer);
      await Promise.all(left.splice(0).map(end));
    },
  };
}
