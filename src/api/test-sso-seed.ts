import { uuidv7 } from '../platform/crypto/uuid.ts';
import { insertAttempt } from '../sso/attempts/attempt.store.ts';
import { newReference } from '../sso/attempts/reference.ts';
import { insertSession } from '../sso/sessions/session.store.ts';
import type { TestHub } from './test-hub.ts';

type Call = (method: string, path: string, body?: unknown) => Promise<{ id: string }>;

/** Identity providers of the test hub's tenant, made over its API when a test asks for them. */
export function createSsoSeed(hub: TestHub, call: Call) {
  const inTenant = hub.hub.database.tenant.bind(hub.hub.database, hub.tenantId);
  const sso = {
    provider: () => ({
      ...{ kind: 'oidc', name: 'School', profile: 'keycloak' },
      oidc: { issuer: 'https://idp.invalid/realms/school', clientId: 'hub', clientSecret: 's' },
    }),
    connection: async () => (await call('POST', '/v1/sso/connections', sso.provider())).id,
    rule: async () => {
      const connectionId = await sso.connection();
      const path = `/v1/sso/connections/${connectionId}/rules`;
      const { id: ruleId } = await call('POST', path, { group: 'Teachers', role: 'admin' });
      return { connectionId, ruleId };
    },
    attempt: async () => {
      const [id, connectionId] = [uuidv7(), await sso.connection()];
      const refused = { errorCode: 'replayed', detail: 'used before', personId: null } as const;
      await inTenant((db) =>
        insertAttempt(db, {
          ...{ id, connectionId, kind: 'sign_in', outcome: 'refused', ...refused },
          ...{ reference: newReference(), steps: [{ name: 'takeLogin', ms: 1 }], said: {}, ms: 2 },
        }),
      );
      return id;
    },
    session: async () => {
      const [id, connectionId] = [uuidv7(), await sso.connection()];
      const { id: personId } = await call('POST', '/v1/people', { displayName: 'Ada' });
      await inTenant((db) =>
        insertSession(db, {
          ...{ id, connectionId, personId, subject: 'ada', nameIdFormat: null },
          ...{ sessionIndex: null, tokenIds: [], expiresAt: new Date(Date.now() + 60_000) },
        }),
      );
      return id;
    },
    domain: async () =>
      (await call('POST', '/v1/sso/domains', { domain: `d${uuidv7()}.invalid` })).id,
    key: async () => {
      await call('POST', '/v1/sso/keys', { signsInHours: 0 });
      return (await call('POST', '/v1/sso/keys', {})).id;
    },
    setupLink: async () => (await call('POST', '/v1/sso/setup-links', { name: 'School' })).id,
  };
  return sso;
}
