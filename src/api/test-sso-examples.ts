import { uuidv7 } from '../platform/crypto/uuid.ts';
import type { MakeExample } from './test-example.ts';

const query = { limit: '5' };

/** Of the operations of single sign-on. */
export const ssoExamples: Record<string, MakeExample> = {
  listSsoConnections: async ({ sso }) => {
    await sso.connection();
    return { query, status: 200 };
  },
  createSsoConnection: ({ sso }) => ({ body: sso.provider(), status: 201, foreign: 'own' }),
  getSsoConnection: async ({ sso }) => ({
    params: { connectionId: await sso.connection() },
    status: 200,
  }),
  updateSsoConnection: async ({ sso }) => ({
    params: { connectionId: await sso.connection() },
    body: { enabled: false, signIn: { jit: 'known', domains: ['school.example'] } },
    status: 200,
  }),
  deleteSsoConnection: async ({ sso }) => ({
    params: { connectionId: await sso.connection() },
    status: 204,
  }),
  refreshSsoConnection: async ({ sso }) => ({
    params: { connectionId: await sso.connection() },
    status: 200,
  }),

  listSsoRules: async ({ sso }) => ({
    params: { connectionId: (await sso.rule()).connectionId },
    status: 200,
  }),
  createSsoRule: async ({ sso }) => ({
    params: { connectionId: await sso.connection() },
    body: { group: 'Teachers', role: 'program_coordinator' },
    status: 201,
  }),
  deleteSsoRule: async ({ sso }) => ({ params: await sso.rule(), status: 204 }),

  listSsoAttempts: async ({ sso }) => {
    await sso.attempt();
    return { query, status: 200 };
  },
  getSsoAttempt: async ({ sso }) => ({ params: { attemptId: await sso.attempt() }, status: 200 }),
  listSsoSessions: async ({ sso }) => {
    await sso.session();
    return { query, status: 200 };
  },
  endSsoSession: async ({ sso }) => ({ params: { sessionId: await sso.session() }, status: 204 }),

  listSsoDomains: async ({ sso }) => {
    await sso.domain();
    return { query, status: 200 };
  },
  createSsoDomain: () => ({
    body: { domain: `d${uuidv7()}.invalid` },
    status: 201,
    foreign: 'own',
  }),
  verifySsoDomain: async ({ sso }) => ({ params: { domainId: await sso.domain() }, status: 200 }),
  deleteSsoDomain: async ({ sso }) => ({ params: { domainId: await sso.domain() }, status: 204 }),

  listSsoKeys: async ({ sso }) => {
    await sso.key();
    return { status: 200 };
  },
  createSsoKey: () => ({ body: { signsInHours: 1 }, status: 201, foreign: 'own' }),
  deleteSsoKey: async ({ sso }) => ({ params: { keyId: await sso.key() }, status: 204 }),

  listSetupLinks: async ({ sso }) => {
    await sso.setupLink();
    return { query, status: 200 };
  },
  createSetupLink: () => ({
    body: { name: 'School', idp: 'entra', parts: ['sso'] },
    status: 201,
    foreign: 'own',
  }),
  deleteSetupLink: async ({ sso }) => ({ params: { setupId: await sso.setupLink() }, status: 204 }),
};
