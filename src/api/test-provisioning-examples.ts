import type { MakeExample } from './test-example.ts';

const query = { limit: '5' };

/** Of the operations of connections and of SCIM. */
export const provisioningExamples: Record<string, MakeExample> = {
  listScimConnections: async ({ provisioning }) => {
    await provisioning.connection();
    return { query, status: 200 };
  },
  createScimConnection: () => ({
    body: {
      ...{ name: 'Okta', profile: 'okta', linking: 'user_name', deletionDays: 7 },
      mapping: { email: 'emails[type eq "work"].value', timeZone: null },
      guard: { count: 10, percent: 5 },
      token: { scopes: ['read'], expiresAt: '2099-01-01T00:00:00Z' },
    },
    status: 201,
    foreign: 'own',
  }),
  getScimConnection: async ({ provisioning }) => ({
    params: { connectionId: await provisioning.connection() },
    status: 200,
  }),
  updateScimConnection: async ({ provisioning }) => ({
    params: { connectionId: await provisioning.connection() },
    body: { enabled: false, linking: 'verified_email' },
    status: 200,
  }),
  deleteScimConnection: async ({ provisioning }) => ({
    params: { connectionId: await provisioning.connection() },
    status: 204,
  }),
  previewScimMapping: async ({ provisioning }) => ({
    params: { connectionId: await provisioning.connection() },
    body: {
      user: { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ada' },
      mapping: { displayName: 'userName' },
    },
    status: 200,
  }),

  listScimTokens: async ({ provisioning }) => ({
    params: { connectionId: await provisioning.connection() },
    status: 200,
  }),
  createScimToken: async ({ provisioning }) => ({
    params: { connectionId: await provisioning.connection() },
    body: { scopes: ['read'], expiresAt: null },
    status: 201,
  }),
  revokeScimToken: async ({ provisioning }) => ({
    params: await provisioning.token(),
    status: 200,
  }),
  listScimClients: async ({ provisioning }) => ({
    params: { connectionId: (await provisioning.client()).connectionId },
    status: 200,
  }),
  createScimClient: async ({ provisioning }) => ({
    params: { connectionId: await provisioning.connection() },
    body: { tokenMinutes: 120 },
    status: 201,
  }),
  revokeScimClient: async ({ provisioning }) => ({
    params: await provisioning.client(),
    status: 200,
  }),

  listScimLog: async ({ provisioning }) => ({
    params: { connectionId: (await provisioning.logged()).connectionId },
    query: { ...query, method: 'POST', outcome: 'succeeded', q: 'users' },
    status: 200,
  }),
  getScimLogEntry: async ({ provisioning }) => ({
    params: await provisioning.logged(),
    status: 200,
  }),
  replayScimLogEntry: async ({ provisioning }) => ({
    params: await provisioning.logged(),
    status: 200,
  }),

  listConnectionRules: async ({ provisioning }) => ({
    params: { connectionId: (await provisioning.rule()).connectionId },
    status: 200,
  }),
  createConnectionRule: async ({ provisioning, published }) => ({
    params: { connectionId: await provisioning.connection() },
    body: {
      group: { by: 'external_id', key: 'c1' },
      grant: { deckId: (await published()).deckId, mode: 'study' },
    },
    status: 201,
  }),
  deleteConnectionRule: async ({ provisioning }) => ({
    params: await provisioning.rule(),
    status: 204,
  }),

  listDepartureHolds: async ({ provisioning }) => {
    await provisioning.hold();
    return { query: { ...query, state: 'held' }, status: 200 };
  },
  releaseDepartureHold: async ({ provisioning }) => ({
    params: { holdId: (await provisioning.hold()).holdId },
    body: { hours: 2 },
    status: 200,
  }),
  refuseDepartureHold: async ({ provisioning }) => ({
    params: { holdId: (await provisioning.hold()).holdId },
    status: 200,
  }),
};
