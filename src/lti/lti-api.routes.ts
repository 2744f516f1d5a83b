import type { MasterKeys } from '../platform/crypto/master-keys.ts';
import type { Database } from '../platform/database/database.ts';
import type { Route } from '../platform/http/route.ts';
import type { Lti } from './lti.ts';
import { registrationRoutes } from './registrations/registrations.routes.ts';

export interface LtiApiDeps {
  database: Database;
  master: MasterKeys;
  lti: Lti;
  config: { publicUrl: string };
}

/** What administrators do with LTI through `/v1`. */
export function ltiApiRoutes(deps: LtiApiDeps): Route[] {
  return [...registrationRoutes(deps)];
}
