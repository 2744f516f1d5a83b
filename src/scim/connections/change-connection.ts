import { findConnection } from '../../core/people/connections/connection.store.ts';
import type { Connection } from '../../core/people/connections/connection.ts';
import { audit } from '../../platform/audit/audit.store.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import type { Caller } from '../../platform/tenancy/caller.ts';

/** @throws Problem 404 also for a connection of another standard */
export async function requireScimConnection(db: TenantDb, id: string): Promise<Connection> {
  const found = await findConnection(db, id);
  if (found?.kind !== 'scim') {
    throw new Problem(404, 'not_found', { detail: 'There is no such SCIM connection.' });
  }
  return found;
}

export interface ChangeDeps {
  database: Database;
  /** What this process remembers of connections and their tokens. */
  scim: { forget(): void };
}

/** Changes something of a connection, in one transaction with its entry in the audit log. */
export async function changeConnection<T>(
  { database, scim }: ChangeDeps,
  {
    caller,
    id,
    action,
    detail = {},
  }: { caller: Caller; id: string; action: string; detail?: Record<string, unknown> },
  work: (db: TenantDb) => Promise<T>,
): Promise<T> {
  const done = await database.tenant(caller.tenantId, async (db) => {
    const result = await work(db);
    await audit(db, {
      ...{ actor: caller.name, action: `scim_connection.${action}`, detail },
      subject: { type: 'connection', id },
    });
    return result;
  });
  scim.forget();
  return done;
}
