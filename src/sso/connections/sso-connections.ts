import type { Connection } from '../../core/people/connections/connection.ts';
import { isUuid } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import { refuse } from '../sso-error.ts';
import { isComplete, type SsoConnection, ssoConnectionOf } from './sso-connection.ts';
import { findSsoConnection } from './sso-connections.store.ts';

/** The connections of all tenants: the tenant is what one tells. */
export interface SsoConnections {
  /** @throws SsoError when there is none, or it does not say enough to sign in by it */
  require<K extends SsoConnection['kind']>(
    kind: K,
    id: string,
  ): Promise<Extract<SsoConnection, { kind: K }>>;
}

/** Asked of the database each time: whoever pauses a connection pauses it at once. */
export function createSsoConnections({
  database,
}: {
  database: Pick<Database, 'lookup'>;
}): SsoConnections {
  return {
    async require(kind, id) {
      const row = isUuid(id) ? await findSsoConnection(database.lookup, id) : undefined;
      const connection = row && ssoConnectionOf(row.tenantId, row);
      if (connection?.kind !== kind) {
        return refuse('connection_unknown', 'There is no such connection');
      }
      // Sound because the kind is the one asked for.
      return connection as Extract<SsoConnection, { kind: typeof kind }>;
    },
  };
}

/** @throws SsoError */
export function requireComplete(connection: SsoConnection): void {
  if (!isComplete(connection)) {
    refuse('connection_incomplete', 'The connection does not know its identity provider yet');
  }
}

/** Paused, nobody signs in but to test it. @throws SsoError */
export function requireEnabled(
  { enabled, name }: Pick<Connection, 'enabled' | 'name'>,
  purpose: 'sign_in' | 'test',
): void {
  if (!enabled && purpose !== 'test') {
    refuse('connection_paused', `The connection "${name}" is paused`);
  }
}
