import type { Database } from '../platform/database/database.ts';
import { credentialRoutes } from './credentials/credentials.routes.ts';
import { issuerRoutes } from './credentials/issuers.routes.ts';

interface LrsApiDeps {
  database: Database;
  pepper: Uint8Array;
  config: { publicUrl: string };
  lrsCallers: { forget(): void };
}

/** What administrators do with the LRS through `/v1`. */
export function lrsApiRoutes(deps: LrsApiDeps) {
  return [...credentialRoutes(deps), ...issuerRoutes(deps)];
}
