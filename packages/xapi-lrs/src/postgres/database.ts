/** One transaction of one tenant. Queries issued without awaiting in between may share a round trip. */
export interface LrsTransaction {
  readonly tenantId: string;
  /** @param plan `kept`: may be planned once per connection. */
  query<R extends object>(
    text: string,
    values?: readonly unknown[],
    plan?: 'kept',
  ): Promise<{ rows: R[]; count: number }>;
}

/**
 * Asks a transaction's last questions, and sends the commit out with them. `ask` asks all without
 * waiting for an answer; where one fails, nothing is committed.
 */
export type LastQuestions = <T>(ask: () => Promise<T>) => Promise<T>;

/** PostgreSQL 15 or later with the tables of `lrsTables`, at READ COMMITTED. Tenants are UUIDs. */
export interface LrsDatabase {
  /**
   * One transaction, rolled back when `work` throws. With `last` a save takes a round trip less under
   * the tenant's write lock.
   */
  tenant<T>(
    tenantId: string,
    work: (db: LrsTransaction, last?: LastQuestions) => Promise<T>,
  ): Promise<T>;
  /** As `tenant`, but only for reading. */
  read<T>(tenantId: string, work: (db: LrsTransaction) => Promise<T>): Promise<T>;
}
