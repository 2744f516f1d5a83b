import { uuidv7 } from '../platform/crypto/uuid.ts';
import { cmi5Examples } from './test-cmi5-examples.ts';
import { courseExamples } from './test-course-examples.ts';
import { directoryExamples } from './test-directory-examples.ts';
import { dispatchExamples } from './test-dispatch-examples.ts';
import { list, type MakeExample } from './test-example.ts';
import { lrsExamples } from './test-lrs-examples.ts';
import { ltiExamples } from './test-lti-examples.ts';
import { provisioningExamples } from './test-provisioning-examples.ts';
import { scimExamples } from './test-scim-examples.ts';
import { ssoExamples } from './test-sso-examples.ts';

/** Of every operation of the API; a route that is not here fails the tests. */
export const examples: Record<string, MakeExample> = {
  listDecks: list((seed) => seed.deck()),
  createDeck: async (seed) => ({
    body: { title: `Made ${uuidv7()}`, parentId: await seed.deck(), language: 'en' },
    status: 201,
    foreign: 404,
  }),
  getDeck: async (seed) => ({ params: { deckId: await seed.deck() }, status: 200 }),
  updateDeck: async (seed) => ({
    params: { deckId: await seed.deck() },
    body: { title: `Renamed ${uuidv7()}` },
    status: 200,
  }),
  deleteDeck: async (seed) => ({ params: { deckId: await seed.deck() }, status: 204 }),
  publishDeck: async (seed) => ({ params: { deckId: (await seed.atom()).deckId }, status: 200 }),
  listRevisions: async (seed) => ({
    params: { deckId: (await seed.published()).deckId },
    query: { limit: '5' },
    status: 200,
  }),

  listAtoms: async (seed) => ({
    params: { deckId: (await seed.atom()).deckId },
    query: { limit: '5' },
    status: 200,
  }),
  createAtom: async (seed) => ({
    params: { deckId: await seed.deck() },
    body: { body: seed.flashcard, tags: ['peru'] },
    status: 201,
  }),
  getAtom: async (seed) => ({ params: { atomId: (await seed.atom()).id }, status: 200 }),
  updateAtom: async (seed) => ({
    params: { atomId: (await seed.atom()).id },
    body: { title: 'Peru' },
    status: 200,
  }),
  deleteAtom: async (seed) => ({ params: { atomId: (await seed.atom()).id }, status: 204 }),
  listRelations: async (seed) => ({ params: { atomId: (await seed.atom()).id }, status: 200 }),
  addRelation: async (seed) => {
    const deckId = await seed.deck();
    const [from, to] = [(await seed.atom(deckId)).id, (await seed.atom(deckId)).id];
    return { body: { from, to, kind: 'prerequisite' }, status: 201, foreign: 404 };
  },
  removeRelation: async (seed) => {
    const [from, to] = [await seed.atom(), await seed.atom()];
    await seed.call('POST', '/v1/atom-relations', { from: from.id, to: to.id, kind: 'related' });
    return { params: { atomId: from.id, toAtomId: to.id, kind: 'related' }, status: 204 };
  },

  listConcepts: list((seed) => seed.concept()),
  createConcept: () => ({ body: { name: `Made ${uuidv7()}` }, status: 201, foreign: 'own' }),
  getConcept: async (seed) => ({ params: { conceptId: await seed.concept() }, status: 200 }),
  updateConcept: async (seed) => ({
    params: { conceptId: await seed.concept() },
    body: { description: 'of geography' },
    status: 200,
  }),
  deleteConcept: async (seed) => ({ params: { conceptId: await seed.concept() }, status: 204 }),
  listAtomConcepts: async (seed) => ({ params: { atomId: (await seed.atom()).id }, status: 200 }),
  linkConcept: async (seed) => ({
    params: { atomId: (await seed.atom()).id, conceptId: await seed.concept() },
    body: { role: 'uses' },
    status: 200,
  }),
  unlinkConcept: async (seed) => {
    const params = { atomId: (await seed.atom()).id, conceptId: await seed.concept() };
    const path = `/v1/atoms/${params.atomId}/concepts/${params.conceptId}`;
    await seed.call('PUT', path, { role: 'introduces' });
    return { params, status: 204 };
  },

  search: async (seed) => {
    await seed.published();
    return { query: { q: 'Peru' }, status: 200 };
  },

  listPeople: list((seed) => seed.person()),
  createPerson: () => ({ body: { displayName: 'Grace' }, status: 201, foreign: 'own' }),
  getPerson: async (seed) => ({ params: { personId: await seed.person() }, status: 200 }),
  updatePerson: async (seed) => ({
    params: { personId: await seed.person() },
    body: { active: false },
    status: 200,
  }),
  deletePerson: async (seed) => ({ params: { personId: await seed.person() }, status: 204 }),
  listIdentities: async (seed) => ({ params: { personId: await seed.person() }, status: 200 }),
  listRoles: async (seed) => ({ params: { personId: await seed.person() }, status: 200 }),
  grantRole: async (seed) => ({
    params: { personId: await seed.person() },
    body: { role: 'user' },
    status: 201,
  }),
  revokeRole: async (seed) => {
    const personId = await seed.person();
    return { params: { personId, grantId: await seed.role(personId) }, status: 204 };
  },

  listGroups: list((seed) => seed.group()),
  createGroup: () => ({ body: { name: `Made ${uuidv7()}` }, status: 201, foreign: 'own' }),
  getGroup: async (seed) => ({ params: { groupId: await seed.group() }, status: 200 }),
  updateGroup: async (seed) => ({
    params: { groupId: await seed.group() },
    body: { name: `Renamed ${uuidv7()}` },
    status: 200,
  }),
  deleteGroup: async (seed) => ({ params: { groupId: await seed.group() }, status: 204 }),
  addMembers: async (seed) => ({
    params: { groupId: await seed.group() },
    body: { personIds: [await seed.person()] },
    status: 200,
  }),
  removeMember: async (seed) => {
    const [groupId, personId] = [await seed.group(), await seed.person()];
    await seed.call('POST', `/v1/groups/${groupId}/members`, { personIds: [personId] });
    return { params: { groupId, personId }, status: 204 };
  },

  getQueue: async (seed) => {
    const [personId, { deckId }] = [await seed.person(), await seed.published()];
    return { params: { personId }, query: { deckId }, status: 200 };
  },
  recordReviews: async (seed) => {
    const [personId, { promptId }] = [await seed.person(), await seed.published()];
    return { params: { personId }, body: seed.reviewOf(promptId), status: 200 };
  },
  undoReview: async (seed) => {
    const { personId, reviewId } = await seed.reviewed();
    return { params: { personId, reviewId }, status: 200 };
  },
  listAttempts: async (seed) => ({
    params: { personId: await seed.person() },
    query: { limit: '5' },
    status: 200,
  }),
  markPrompt: async (seed) => {
    const [personId, { promptId }] = [await seed.person(), await seed.published()];
    return { params: { personId, promptId }, body: { suspended: true }, status: 204 };
  },
  listAssignments: list((seed) => seed.assignment()),
  createAssignment: async (seed) => {
    const [personId, { deckId }] = [await seed.person(), await seed.published()];
    const score = { masteryScore: 0.8, scoreMaximum: 20, scoreRule: 'last' };
    const body = { deckId, mode: 'test', personId, dueAt: '2100-01-01T00:00:00Z', ...score };
    return { body, status: 201, foreign: 422 };
  },
  getAssignment: async (seed) => ({
    params: { assignmentId: await seed.assignment() },
    status: 200,
  }),
  updateAssignment: async (seed) => ({
    params: { assignmentId: await seed.assignment() },
    body: { title: 'Week 1', part: { tags: ['peru'] }, dueAt: null },
    status: 200,
  }),
  retireAssignment: async (seed) => ({
    params: { assignmentId: await seed.assignment() },
    status: 204,
  }),
  createPlayLink: async (seed) => {
    const [personId, { deckId }] = [await seed.person(), await seed.published()];
    return { body: { personId, deckId, mode: 'study' }, status: 201, foreign: 422 };
  },

  listApiKeys: list((seed) => seed.key({ role: 'user' })),
  createApiKey: () => ({ body: { name: 'Made', role: 'user' }, status: 201, foreign: 'own' }),
  revokeApiKey: async (seed) => ({
    params: { keyId: (await seed.key({ role: 'user' })).id },
    status: 200,
  }),
  createAdminLink: () => ({ status: 201, foreign: 'own' }),

  getSettings: () => ({ status: 200, foreign: 'own' }),
  updateSettings: () => ({ body: { playLinkDays: 3 }, status: 200, foreign: 'own' }),

  listDeadJobs: list((seed) => seed.deadJob()),
  getJob: async (seed) => ({ params: { jobId: await seed.job() }, status: 200 }),
  retryJob: async (seed) => ({ params: { jobId: await seed.deadJob() }, status: 200 }),

  listAuditEntries: list((seed) => seed.key({ role: 'user' })),
  verifyAuditEntries: () => ({ status: 200, foreign: 'own' }),

  createImport: (seed) => ({ form: seed.upload(), status: 202, foreign: 'own' }),
  listImports: list((seed) => seed.imported()),
  getImport: async (seed) => ({ params: { importId: await seed.imported() }, status: 200 }),
  createExport: async (seed) => ({
    params: { deckId: (await seed.published()).deckId },
    body: { format: 'json' },
    status: 202,
  }),
  listExports: list((seed) => seed.exported()),
  getExport: async (seed) => ({ params: { exportId: await seed.exported() }, status: 200 }),
  getExportFile: async (seed) => ({ params: { exportId: await seed.exported() }, status: 200 }),

  ...lrsExamples,
  ...ltiExamples,
  ...ssoExamples,
  ...directoryExamples,
  ...dispatchExamples,
  ...provisioningExamples,
  ...scimExamples,
  ...courseExamples,
  ...cmi5Examples,
};
