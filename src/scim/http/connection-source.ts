import { findConnection } from '../../core/people/connections/connection.store.ts';
import type { Connection } from '../../core/people/connections/connection.ts';
import type { Database } from '../../platform/database/database.ts';
import type { ScimCaller } from '../tokens/scim-callers.ts';

export interface ConnectionSource {
  /** Undefined where it was deleted a moment ago. */
  of(caller: ScimCaller): Promise<Connection | undefined>;
  /** Drops what this process remembers, so that a change here holds at once. */
  forget(): void;
}

/** Changed settings of a connection hold within this time in every process. */
const CACHE_MS = 10_000;
const CACHE_SIZE = 1_000;

export function createConnectionSource({
  database,
  now = Date.now,
}: {
  database: Database;
  now?: () => number;
}): ConnectionSource {
  const cache = new Map<string, { connection: Promise<Connection | undefined>; until: number }>();
  return {
    of({ tenantId, connectionId }) {
      const known = cache.get(connectionId);
      if (known && known.until > now()) return known.connection;
      const connection = database.read(tenantId, (db) => findConnection(db, connectionId));
      if (cache.size >= CACHE_SIZE) cache.clear();
      cache.set(connectionId, { connection, until: now() + CACHE_MS });
      connection.catch(() => cache.delete(connectionId));
      return connection;
    },
    forget: () => cache.clear(),
  };
}
