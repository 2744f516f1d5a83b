import type { MasterKeys } from '../platform/crypto/master-keys.ts';
import type { Database } from '../platform/database/database.ts';
import type { Route } from '../platform/http/route.ts';
import { connectionRoutes } from './connections/connections.routes.ts';
import type { Directory } from './directory.ts';
import { syncRoutes } from './syncs/syncs.routes.ts';

interface DirectoryApiDeps {
  database: Database;
  master: MasterKeys;
  directory: Pick<Directory, 'connectTcp'>;
  config: { publicUrl: string };
}

/** `/v1/directory`: the operations of LDAP servers and Active Directories. */
export function directoryApiRoutes({ directory, ...deps }: DirectoryApiDeps): Route[] {
  const { connectTcp } = directory;
  return [...connectionRoutes({ ...deps, connectTcp }), ...syncRoutes(deps)];
}
