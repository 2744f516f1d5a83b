import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';

export type Row = Record<string, unknown>;

export interface Rows<R> {
  rows: R[];
  /** Rows returned or changed. */
  count: number;
}

/** Runs SQL with `$1` parameters. */
export interface Queryable {
  query<R extends object = Row>(text: string, values?: readonly unknown[]): Promise<Rows<R>>;
}

/** A transaction within one tenant: the only thing that stores accept. */
export interface TenantDb extends Queryable {
  readonly tenantId: string;
}

export interface Database {
  readonly kind: 'postgres' | 'pglite';
  /** One transaction in the tenant; rolled back when `work` throws. */
  tenant<T>(tenantId: string, work: (db: TenantDb) => Promise<T>): Promise<T>;
  /** As `tenant`, but only for reading: answers without waiting for the commit. */
  read<T>(tenantId: string, work: (db: TenantDb) => Promise<T>): Promise<T>;
  /** Without a tenant: reaches only the functions of `tenancy/lookups.ts`. */
  lookup: Queryable;
  pool(): { total: number; idle: number; waiting: number };
  close(): Promise<void>;
}

/** The transaction could not be committed because a statement in it had failed. */
export class TransactionAbortedError extends Error {
  override name = 'TransactionAbortedError';
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const INT8 = 20;
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? Number : pg.types.getTypeParser(oid, format),
};

/** Connection options that every pool of the hub shares. */
export const clientOptions = { types, pipeline: true } as const;

function asQueryable(client: pg.ClientBase): Queryable['query'] {
  return async (text, values) => {
    const result = await client.query(text, values as unknown[] | undefined);
    return { rows: result.rows, count: result.rowCount ?? 0 };
  };
}

export interface DatabaseOptions {
  kind: Database['kind'];
  pool: pg.Pool;
  /** Role to step down to in each transaction, where the login could bypass row-level security. */
  role: string | undefined;
  close: () => Promise<void>;
}

export function createDatabase({ kind, pool, role, close }: DatabaseOptions): Database {
  const active = new AsyncLocalStorage<true>();

  function prologue(tenantId: string | undefined): string {
    if (tenantId !== undefined && !UUID.test(tenantId)) {
      throw new TypeError(`not a tenant id: ${tenantId}`);
    }
    return [
      'begin',
      ...(role ? [`set local role ${role}`] : []),
      `set local app.tenant = '${tenantId ?? ''}'`,
    ].join('; ');
  }

  async function unit<T>(
    tenantId: string | undefined,
    mode: 'read' | 'write',
    work: (query: Queryable['query']) => Promise<T>,
  ): Promise<T> {
    // A second connection asked for inside a transaction waits for itself on a pool of one.
    if (active.getStore()) throw new Error('nested unit of work: pass the transaction on instead');
    const begin = prologue(tenantId);
    const client = await pool.connect();
    // Sent without waiting: the first query of `work` shares its round trip.
    const begun = client.query(begin);
    begun.catch(() => undefined);
    let result: T;
    try {
      result = await active.run(true, () => work(asQueryable(client)));
      await begun;
    } catch (error) {
      const rolledBack = await client.query('rollback').catch((cause: Error) => cause);
      client.release(rolledBack instanceof Error ? rolledBack : undefined);
      throw error;
    }
    const committed = client.query('commit').then(
      (outcome) => {
        client.release();
        if (outcome.command !== 'COMMIT') {
          throw new TransactionAbortedError('a statement failed and its error was not passed on');
        }
      },
      (error: Error) => {
        client.release(error);
        throw error;
      },
    );
    if (mode === 'write') await committed;
    else committed.catch(() => undefined);
    return result;
  }

  const inTenant =
    (mode: 'read' | 'write') =>
    <T>(tenantId: string, work: (db: TenantDb) => Promise<T>) =>
      unit(tenantId, mode, (query) => work({ tenantId, query }));

  return {
    kind,
    tenant: inTenant('write'),
    read: inTenant('read'),
    lookup: { query: (text, values) => unit(undefined, 'write', (query) => query(text, values)) },
    pool: () => ({
      total: pool.totalCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
    close,
  };
}
