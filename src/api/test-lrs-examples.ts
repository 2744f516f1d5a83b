import { uuidv7 } from '../platform/crypto/uuid.ts';
import { list, type MakeExample } from './test-example.ts';

/** Of the operations on the LRS: its credentials, transfers, analytics, and what it keeps. */
export const lrsExamples: Record<string, MakeExample> = {
  listLrsCredentials: list((seed) => seed.lrsCredential()),
  createLrsCredential: () => ({
    body: {
      name: 'Moodle',
      scopes: ['statements/write', 'statements/read/mine'],
      defaultVersion: '1.0.3',
      authority: { mbox: 'mailto:moodle@example.com' },
    },
    status: 201,
    foreign: 'own',
  }),
  updateLrsCredential: async (seed) => ({
    params: { credentialId: await seed.lrsCredential() },
    body: { scopes: ['all/read'], expiresAt: '2100-01-01T00:00:00Z' },
    status: 200,
  }),
  rotateLrsSecret: async (seed) => ({
    params: { credentialId: await seed.lrsCredential() },
    body: { overlapHours: 1 },
    status: 201,
  }),
  revokeLrsCredential: async (seed) => ({
    params: { credentialId: await seed.lrsCredential() },
    status: 200,
  }),
  listLrsIssuers: list((seed) => seed.lrsIssuer()),
  createLrsIssuer: (seed) => ({
    body: seed.issuer(),
    // Issuer and audience tell the tenant: no two can have the same.
    foreignBody: seed.issuer(),
    status: 201,
    foreign: 'own',
  }),
  deleteLrsIssuer: async (seed) => ({
    params: { issuerId: await seed.lrsIssuer() },
    status: 204,
  }),

  streamStatements: () => ({
    query: { verb: 'http://adlnet.gov/expapi/verbs/passed' },
    status: 200,
    foreign: 'own',
  }),

  exportStatements: () => ({ query: { format: 'csv' }, status: 200, foreign: 'own' }),

  importStatements: (seed) => ({ form: seed.statementFile(), status: 202, foreign: 'own' }),
  listStatementImports: list((seed) => seed.statementImport()),
  getStatementImport: async (seed) => ({
    params: { importId: await seed.statementImport() },
    status: 200,
  }),

  listLrsForwards: list((seed) => seed.forward()),
  createLrsForward: (seed) => ({ body: seed.remoteLrs, status: 201, foreign: 'own' }),
  getLrsForward: async (seed) => ({ params: { forwardId: await seed.forward() }, status: 200 }),
  updateLrsForward: async (seed) => ({
    params: { forwardId: await seed.forward() },
    body: { enabled: false, filter: { verbs: ['http://adlnet.gov/expapi/verbs/passed'] } },
    status: 200,
  }),
  deleteLrsForward: async (seed) => ({ params: { forwardId: await seed.forward() }, status: 204 }),
  replayLrsForward: async (seed) => ({
    params: { forwardId: await seed.forward() },
    body: { since: '2026-01-01T00:00:00Z' },
    status: 200,
  }),
  listLrsPulls: list((seed) => seed.pull()),
  createLrsPull: (seed) => ({ body: seed.remoteLrs, status: 201, foreign: 'own' }),
  getLrsPull: async (seed) => ({ params: { pullId: await seed.pull() }, status: 200 }),
  updateLrsPull: async (seed) => ({
    params: { pullId: await seed.pull() },
    body: { intervalMinutes: 60, authority: 'replace' },
    status: 200,
  }),
  runLrsPull: async (seed) => ({ params: { pullId: await seed.pull() }, status: 202 }),
  deleteLrsPull: async (seed) => ({ params: { pullId: await seed.pull() }, status: 204 }),
  listLrsDeadLetters: async (seed) => ({
    params: { forwardId: (await seed.deadLetter()).forwardId },
    query: { limit: '5' },
    status: 200,
  }),
  retryLrsDeadLetters: async (seed) => {
    const { forwardId, statementId } = await seed.deadLetter();
    return { params: { forwardId }, body: { statementId }, status: 202 };
  },

  getActivity: async (seed) => {
    await seed.reviewed();
    return { query: { by: 'week' }, status: 200, foreign: 'own' };
  },
  listLearnerOutcomes: async (seed) => {
    const { personId } = await seed.reviewed();
    return { query: { personId, limit: '5' }, status: 200 };
  },
  listDeckOutcomes: list((seed) => seed.reviewed()),
  listGroupOutcomes: list(async (seed) => {
    const [groupId, { personId }] = [await seed.group(), await seed.reviewed()];
    await seed.call('POST', `/v1/groups/${groupId}/members`, { personIds: [personId] });
  }),
  listHardestItems: async (seed) => {
    const { deckId } = await seed.reviewed();
    return { query: { deckId, minAnswers: '1', limit: '5' }, status: 200 };
  },
  getVerbs: async (seed) => {
    await seed.reviewed();
    return {
      query: { steps: 'http://adlnet.gov/expapi/verbs/answered' },
      status: 200,
      foreign: 'own',
    };
  },

  erasePerson: async (seed) => ({
    params: { personId: await seed.person() },
    body: { mode: 'purge' },
    status: 202,
  }),
  eraseActor: () => ({
    body: { agent: { mbox: `mailto:${uuidv7()}@example.com` } },
    status: 202,
    foreign: 'own',
  }),
  listErasures: list((seed) => seed.erasure()),
  getErasure: async (seed) => ({ params: { erasureId: await seed.erasure() }, status: 200 }),
  liftErasure: async (seed) => ({ params: { erasureId: await seed.erasure() }, status: 204 }),
  listLegalHolds: list((seed) => seed.hold()),
  createLegalHold: async (seed) => ({
    body: { personId: await seed.person(), reason: 'case 7' },
    status: 201,
    foreign: 422,
  }),
  listRetentionRules: list((seed) => seed.retentionRule()),
  createRetentionRule: (seed) => ({ body: seed.retention, status: 201, foreign: 'own' }),
  updateRetentionRule: async (seed) => ({
    params: { ruleId: await seed.retentionRule() },
    body: { ...seed.retention, days: 20_000 },
    status: 200,
  }),
  deleteRetentionRule: async (seed) => ({
    params: { ruleId: await seed.retentionRule() },
    status: 204,
  }),
  previewRetentionRule: async (seed) => ({
    params: { ruleId: await seed.retentionRule() },
    status: 200,
  }),
  runRetention: () => ({ status: 202, foreign: 'own' }),
  deleteLegalHold: async (seed) => ({ params: { holdId: await seed.hold() }, status: 204 }),
};
