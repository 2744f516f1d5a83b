import { openClaim } from '../lti/claims-of-deployments/claim.ts';
import { recordLaunch } from '../lti/inspector/launches.store.ts';
import { uuidv7 } from '../platform/crypto/uuid.ts';
import type { TestHub } from './test-hub.ts';

type Call = (method: string, path: string, body?: unknown) => Promise<{ id: string }>;

/** Platforms of the test hub's tenant, made over its API when a test asks for them. */
export function createLtiSeed(hub: TestHub, call: Call) {
  const lti = {
    platform: () => {
      const issuer = `https://${uuidv7()}.lms.example`;
      return {
        name: 'School',
        issuer,
        clientId: uuidv7(),
        authorizationEndpoint: `${issuer}/auth`,
        tokenEndpoint: `${issuer}/token`,
        jwksUri: `${issuer}/jwks`,
      };
    },
    registration: async () => (await call('POST', '/v1/lti/registrations', lti.platform())).id,
    deployment: async () => {
      const registrationId = await lti.registration();
      const path = `/v1/lti/registrations/${registrationId}/deployments`;
      const { id } = await call('POST', path, { deploymentId: '1' });
      return { id, registrationId };
    },
    context: async () => {
      const [{ id: deploymentId }, id, groupId] = [await lti.deployment(), uuidv7(), uuidv7()];
      await hub.hub.database.tenant(hub.tenantId, async (db) => {
        await db.query(
          `insert into person_group (tenant_id, id, name, source) values ($1, $2, 'Course', 'lti')`,
          [hub.tenantId, groupId],
        );
        await db.query(
          `insert into lti_context (tenant_id, id, deployment_id, context_id, group_id,
             memberships_url) values ($1, $2, $3, 'c', $4, 'https://lms.invalid/members')`,
          [hub.tenantId, id, deploymentId, groupId],
        );
      });
      return id;
    },
    /** A dead letter. */
    delivery: async () => {
      const [{ id: deploymentId }, id, itemId] = [await lti.deployment(), uuidv7(), uuidv7()];
      const { id: personId } = await call('POST', '/v1/people', { displayName: 'Ada' });
      await hub.hub.database.tenant(hub.tenantId, async (db) => {
        await db.query(
          `insert into lti_line_item (tenant_id, id, deployment_id, url, label, score_maximum,
             origin) values ($1, $2, $3, 'https://lms.invalid/items/1', 'Quiz', 10, 'platform')`,
          [hub.tenantId, itemId, deploymentId],
        );
        await db.query(
          `insert into lti_score (tenant_id, id, line_item_id, deployment_id, person_id, user_id,
             score_scaled, completion, success, state, last_status, last_error)
           values ($1, $2, $3, $4, $5, 'u1', 0.5, 'completed', 'unknown', 'dead', 422, 'no')`,
          [hub.tenantId, id, itemId, deploymentId, personId],
        );
      });
      return id;
    },
    invitation: async () => (await call('POST', '/v1/lti/invitations', { name: 'Moodle' })).id,
    /** The code that a launch from an unknown deployment shows. */
    claimCode: async () => {
      const registrationId = await lti.registration();
      const claim = { registrationId, deploymentId: '7', platform: { name: 'School' } };
      return hub.hub.database.tenant(hub.tenantId, (db) => openClaim(db, claim));
    },
    /** One that was refused, as the inspector keeps it. */
    launch: async () => {
      const id = uuidv7();
      const nobody = { personId: null, contextId: null, linkId: null, deploymentId: null };
      const refused = { outcome: 'refused', errorCode: 'nonce_mismatch', message: null } as const;
      await hub.hub.database.tenant(hub.tenantId, (db) =>
        recordLaunch(db, {
          ...{ ...nobody, ...refused, id, reference: 'TESTREF1', registrationId: null },
          ...{ steps: [{ name: 'checkNonce', ms: 1, error: 'no' }], claims: {}, ms: 1 },
        }),
      );
      return id;
    },
    consumerKey: async () =>
      (await call('POST', '/v1/lti/consumer-keys', { key: uuidv7(), secret: 'secret' })).id,
  };
  return lti;
}
