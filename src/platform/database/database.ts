import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import pg from 'pg';
import { holdWrites, inOneWrite } from './one-write.ts';
import { createOpenReads } from './open-reads.ts';

export type Row = Record<string, unknown>;

export interface Rows<R> {
  rows: R[];
  /** Rows returned or changed. */
  count: number;
}

/** Runs SQL with `$1` parameters. */
export interface Queryable {
  /**
   * @param plan `kept`: parsed and planned once per connection, where the server allows it. For
   * fixed texts that run often and whose best plan depends neither on the values (as `= any` does)
   * nor on how large a table is: inserts, and reads by a whole primary key.
   */
  query<R extends object = Row>(
    text: string,
    values?: readonly unknown[],
    plan?: 'kept',
  ): Promise<Rows<R>>;
}

/** A transaction within one tenant: the only thing that stores accept. */
export interface TenantDb extends Queryable {
  readonly tenantId: string;
}

/**
 * Asks a transaction's last questions and sends the commit out with them, whose answers nothing has
 * to wait for in between. Where one fails, nothing is committed. `ask` may not wait for an answer to
 * ask more: what it asks then is refused, and the rest is committed.
 */
export type Last = <T>(ask: () => Promise<T>) => Promise<T>;

export interface Database {
  readonly kind: 'postgres' | 'pglite';
  /** One transaction in the tenant; rolled back when `work` throws. */
  tenant<T>(tenantId: string, work: (db: TenantDb, last: Last) => Promise<T>): Promise<T>;
  /**
   * As `tenant`, but only for reading: reads that follow one another may share a transaction, so
   * `now()` is up to 10 ms old.
   */
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

function asQueryable(client: pg.ClientBase, keepPlans: boolean): Queryable['query'] {
  return async (text, values, plan) => {
    holdWrites(client);
    const name = keepPlans && plan ? statementName(text) : undefined;
    const { rows, rowCount } = await ask(client, { name, text, values });
    return { rows, count: rowCount ?? 0 };
  };
}

interface Question {
  name: string | undefined;
  text: string;
  values: readonly unknown[] | undefined;
}

/** `client.query` copies an object with a name property by property: a fifth of a small query. */
function ask(client: pg.ClientBase, { name, text, values }: Question): Promise<pg.QueryResult> {
  return new Promise<pg.QueryResult>((resolve, reject) => {
    const answered = (error: Error | undefined, result: pg.QueryResult) =>
      error ? reject(error) : resolve(result);
    const query = new pg.Query(text, values as unknown[] | undefined, answered);
    client.query(Object.assign(query, { name }));
  }).catch((error: Error) => {
    // Where the query was asked, rather than where its answer came in.
    Error.captureStackTrace(error);
    throw error;
  });
}

interface Unit extends Queryable {
  end(): void;
  /** Whether a query failed, passed on or not: the connection tells only later. */
  hasFailed(): boolean;
}

/**
 * The queries of one unit of work. Once it has ended the connection is another's, in another tenant:
 * what is left of work that failed elsewhere must not reach it.
 */
function unitOf(query: Queryable['query']): Unit {
  let hasEnded = false;
  let hasFailed = false;
  return {
    query: async (...asked) => {
      if (hasEnded) throw new Error('the unit of work has ended');
      try {
        return await query(...asked);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    },
    end: () => {
      hasEnded = true;
    },
    hasFailed: () => hasFailed,
  };
}

const statementNames = new Map<string, string>();

function statementName(text: string): string {
  const known = statementNames.get(text);
  if (known) return known;
  const name = createHash('sha256').update(text).digest('base64url');
  statementNames.set(text, name);
  return name;
}

export interface DatabaseOptions {
  kind: Database['kind'];
  pool: pg.Pool;
  /** Role to step down to in each transaction, where the login could bypass row-level security. */
  role: string | undefined;
  /** Whether connections keep prepared statements; behind some poolers they must not. */
  keepPlans: boolean;
  close: () => Promise<void>;
}

export function createDatabase({ kind, pool, role, keepPlans, close }: DatabaseOptions): Database {
  const openReads = createOpenReads(pool);

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

  // A second connection asked for inside a transaction waits for itself on a pool of one. On larger
  // pools the check would cost each request a tenth of its time (async hooks).
  const active = pool.options.max === 1 ? new AsyncLocalStorage<true>() : undefined;

  function refuseNesting(): void {
    if (active?.getStore()) throw new Error('nested unit of work: pass the transaction on instead');
  }

  /** Begins without waiting: the first query of the work shares its round trip. */
  async function begin(tenantId: string | undefined) {
    const text = prologue(tenantId);
    // The embedded database works on this thread: without a turn of the event loop in between, one
    // that does a lot (an import) would leave none to requests.
    if (kind === 'pglite') await setImmediate();
    openReads.makeRoom();
    const client = await pool.connect();
    holdWrites(client);
    const begun = client.query(text);
    begun.catch(() => undefined);
    return { client, begun };
  }

  /** Does the work in the transaction, which is rolled back when it fails. */
  async function within<T>(
    client: pg.PoolClient,
    begun: Promise<unknown> | undefined,
    work: (unit: Unit) => Promise<T>,
  ): Promise<T> {
    const unit = unitOf(asQueryable(client, keepPlans));
    const { end } = unit;
    try {
      const result = await (active ? active.run(true, () => work(unit)) : work(unit));
      if (begun) await begun;
      end();
      return result;
    } catch (error) {
      end();
      const rolledBack = await client.query('rollback').catch((cause: Error) => cause);
      client.release(rolledBack instanceof Error ? rolledBack : undefined);
      throw error;
    }
  }

  async function write<T>(
    tenantId: string,
    work: (db: TenantDb, last: Last) => Promise<T>,
  ): Promise<T> {
    refuseNesting();
    const { client, begun } = await begin(tenantId);
    let committed: Promise<pg.QueryResult> | undefined;
    const result = await within(client, begun, ({ query, end }) => {
      const last: Last = (ask) =>
        inOneWrite(client, async () => {
          const asked = ask();
          // What fails before any answer fails before the commit.
          await Promise.race([asked, new Promise(process.nextTick)]);
          end();
          committed = client.query('commit');
          committed.catch(() => undefined);
          return { answers: asked };
        }).then(({ answers }) => answers);
      return work({ tenantId, query }, last);
    });
    const outcome = await (committed ?? client.query('commit')).catch((error: Error) => {
      client.release(error);
      throw error;
    });
    client.release();
    if (outcome.command !== 'COMMIT') {
      throw new TransactionAbortedError('a statement failed and its error was not passed on');
    }
    return result;
  }

  /** Outside a transaction no tenant is set: one statement that needs no other role is one by itself. */
  const lookUp: Queryable['query'] = async (text, values, plan) => {
    refuseNesting();
    if (role) return lookUpAs(text, values, plan);
    openReads.makeRoom();
    const client = await pool.connect();
    try {
      return await asQueryable(client, keepPlans)<never>(text, values, plan);
    } finally {
      client.release();
    }
  };

  /** One statement needs nobody to look at its answer before the commit: all goes out at once. */
  const lookUpAs: Queryable['query'] = async (text, values, plan) => {
    const { client, begun } = await begin(undefined);
    const asked = asQueryable(client, keepPlans)<never>(text, values, plan);
    const committed = client.query('commit');
    const [first, answer, last] = await Promise.allSettled([begun, asked, committed]);
    const lost = [first, last].find(({ status }) => status === 'rejected');
    client.release(lost ? true : undefined);
    if (answer.status === 'rejected') throw answer.reason;
    if (lost?.status === 'rejected') throw lost.reason;
    return answer.value;
  };

  async function read<T>(tenantId: string, work: (db: TenantDb) => Promise<T>): Promise<T> {
    refuseNesting();
    let isUsable = true;
    const inTenant = async ({ query, hasFailed }: Unit) => {
      const result = await work({ tenantId, query });
      isUsable = !hasFailed();
      return result;
    };
    const open = openReads.take(tenantId);
    if (open) {
      const result = await within(open.client, undefined, inTenant);
      openReads.leave(open, isUsable);
      return result;
    }
    const { client, begun } = await begin(tenantId);
    const opened = openReads.begun(client, tenantId);
    const result = await within(client, begun, inTenant);
    openReads.leave(opened, isUsable);
    return result;
  }

  return {
    kind,
    tenant: write,
    read,
    lookup: { query: lookUp },
    pool: () => ({
      total: pool.totalCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
    close: async () => {
      await openReads.close();
      await close();
    },
  };
}
