import type { MasterKeys } from '../platform/crypto/master-keys.ts';
import type { Database } from '../platform/database/database.ts';
import type { Route } from '../platform/http/route.ts';
import { connectionRoutes } from './connections/connections.routes.ts';
import { mappingPreviewRoutes } from './connections/mapping-preview.routes.ts';
import { feedRoutes } from './events/feed.routes.ts';
import { schemaRoutes } from './extensions/scim-schemas.routes.ts';
import { logRoutes } from './log/log.routes.ts';
import type { Scim } from './scim.ts';
import { clientRoutes } from './tokens/clients.routes.ts';
import { tokenRoutes } from './tokens/tokens.routes.ts';

export interface ScimApiDeps {
  database: Database;
  master: MasterKeys;
  pepper: Uint8Array;
  scim: Scim;
  config: { publicUrl: string };
}

/** `/v1/scim`: connections, their tokens and events, and the tenant's schemas. */
export function scimApiRoutes(deps: ScimApiDeps): Route[] {
  const { schemas, provisioningLog, replay } = deps.scim;
  return [
    ...connectionRoutes({ ...deps, schemas }),
    ...mappingPreviewRoutes({ ...deps, schemas }),
    ...tokenRoutes(deps),
    ...clientRoutes(deps),
    ...logRoutes({ ...deps, provisioningLog, replay }),
    ...schemaRoutes(deps),
    ...feedRoutes(deps),
  ];
}
