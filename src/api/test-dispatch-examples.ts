import type { MakeExample } from './test-example.ts';
import type { Seed } from './test-seed.ts';

async function dispatchId(seed: Seed): Promise<string> {
  const { deckId } = await seed.published();
  return (await seed.call('POST', '/v1/dispatches', { deckId, seats: 5 })).id;
}

/** Of the operations of dispatches. */
export const dispatchExamples: Record<string, MakeExample> = {
  listDispatches: async (seed) => {
    await dispatchId(seed);
    return { query: { limit: '5' }, status: 200 };
  },
  createDispatch: async (seed) => ({
    body: {
      deckId: (await seed.published()).deckId,
      ...{ revision: 1, mode: 'test', masteryScore: 0.8, name: 'Acme', seats: 100 },
      ...{ expiresAt: '2100-01-01T00:00:00Z', allowedHosts: ['*.example.org'] },
    },
    status: 201,
    foreign: 409,
  }),
  getDispatch: async (seed) => ({ params: { dispatchId: await dispatchId(seed) }, status: 200 }),
  updateDispatch: async (seed) => ({
    params: { dispatchId: await dispatchId(seed) },
    body: { isEnabled: false, revision: 'latest', expiresAt: null },
    status: 200,
  }),
  getDispatchFile: async (seed) => ({
    params: { dispatchId: await dispatchId(seed) },
    query: { format: 'scorm2004-4' },
    status: 200,
  }),
  getDispatchReport: async (seed) => ({
    params: { dispatchId: await dispatchId(seed) },
    status: 200,
  }),
  listDispatchLearners: async (seed) => ({
    params: { dispatchId: await dispatchId(seed) },
    query: { limit: '5' },
    status: 200,
  }),
};
