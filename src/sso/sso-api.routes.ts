import type { MasterKeys } from '../platform/crypto/master-keys.ts';
import type { Database } from '../platform/database/database.ts';
import type { Route } from '../platform/http/route.ts';
import type { Outbound } from '../platform/outbound/outbound.ts';
import type { Credentials } from '../platform/tenancy/credentials.ts';
import { attemptRoutes } from './attempts/attempts.routes.ts';
import { connectionRoutes } from './connections/connections.routes.ts';
import { metadataRoutes } from './connections/metadata.routes.ts';
import { ruleRoutes } from './connections/rules.routes.ts';
import { domainRoutes } from './domains/domains.routes.ts';
import { keyRoutes } from './saml/keys/keys.routes.ts';
import { sessionRoutes } from './sessions/sessions.routes.ts';
import { setupRoutes } from './setup/setup.routes.ts';
import type { Sso } from './sso.ts';

export interface SsoApiDeps {
  database: Database;
  master: MasterKeys;
  outbound: Outbound;
  credentials: Credentials;
  sso: Pick<Sso, 'resolveTxt'>;
  config: { publicUrl: string };
}

/** What administrators do with single sign-on through `/v1`. */
export function ssoApiRoutes(deps: SsoApiDeps): Route[] {
  return [
    ...connectionRoutes(deps),
    ...metadataRoutes(deps),
    ...ruleRoutes(deps),
    ...attemptRoutes(deps),
    ...sessionRoutes(deps),
    ...domainRoutes({ ...deps, ...deps.sso }),
    ...keyRoutes(deps),
    ...setupRoutes(deps),
  ];
}
