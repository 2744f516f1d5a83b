import type { MasterKeys } from '../platform/crypto/master-keys.ts';
import type { Database } from '../platform/database/database.ts';
import type { Route } from '../platform/http/route.ts';
import { claimRoutes } from './claims-of-deployments/claims.routes.ts';
import { invitationRoutes } from './dynamic/invitations.routes.ts';
import { deliveryRoutes } from './grades/deliveries.routes.ts';
import { launchRoutes } from './inspector/launches.routes.ts';
import type { Lti } from './lti.ts';
import { consumerKeyRoutes } from './people/consumer-keys.routes.ts';
import { configurationRoutes } from './registrations/configuration.routes.ts';
import { deploymentRoutes } from './registrations/deployments.routes.ts';
import { registrationRoutes } from './registrations/registrations.routes.ts';
import { contextRoutes } from './roster/contexts.routes.ts';

export interface LtiApiDeps {
  database: Database;
  master: MasterKeys;
  lti: Lti;
  config: { publicUrl: string };
}

/** What administrators do with LTI through `/v1`. */
export function ltiApiRoutes(deps: LtiApiDeps): Route[] {
  return [
    ...registrationRoutes(deps),
    ...configurationRoutes(deps),
    ...deploymentRoutes(deps),
    ...invitationRoutes(deps),
    ...claimRoutes(deps),
    ...deliveryRoutes(deps),
    ...contextRoutes(deps),
    ...launchRoutes(deps),
    ...consumerKeyRoutes(deps),
  ];
}
