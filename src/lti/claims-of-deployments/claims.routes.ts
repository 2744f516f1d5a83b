import { Type } from 'typebox';
import type { Database } from '../../platform/database/database.ts';
import { route } from '../../platform/http/route.ts';
import { shownDeployment } from '../registrations/deployments.routes.ts';
import type { Platforms } from '../registrations/platforms.ts';
import { LtiDeployment } from '../registrations/registration.schema.ts';
import { tag, write } from '../registrations/registrations.routes.ts';
import { claimDeployment } from './claim.ts';

export interface ClaimRoutesDeps {
  database: Database;
  lti: { platforms: Pick<Platforms, 'forget'> };
}

/** `/v1/lti/claims`: unknown deployments become the tenant's. */
export function claimRoutes({ database, lti }: ClaimRoutesDeps) {
  return [
    route({
      method: 'post',
      path: '/v1/lti/claims',
      id: 'claimLtiDeployment',
      tag,
      summary: 'Claim the deployment that a launch showed a code for',
      description: 'A launch from an unknown deployment shows the code to teachers; it holds 24 h.',
      access: write,
      body: Type.Object(
        { code: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }) },
        { additionalProperties: false },
      ),
      answers: { 201: LtiDeployment },
      handle: async ({ caller, body: { code } }) => {
        const deployment = await database.tenant(caller.tenantId, (db) =>
          claimDeployment(db, { code, caller }),
        );
        lti.platforms.forget();
        return { status: 201, body: shownDeployment(deployment) };
      },
    }),
  ];
}
