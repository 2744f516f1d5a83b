import { uuidv7 } from '../platform/crypto/uuid.ts';
import type { MakeExample } from './test-example.ts';
import type { Seed } from './test-seed.ts';

const schema = (urn = `urn:example:${uuidv7()}:2.0:User`) => ({
  extends: 'User',
  required: false,
  schema: { id: urn, name: 'School', attributes: [{ name: 'house' }] },
});

async function kept(seed: Seed): Promise<string> {
  const body = schema();
  await seed.call('POST', '/v1/scim/schemas', body);
  return body.schema.id;
}

async function withFeed({ call, provisioning }: Seed): Promise<string> {
  const connectionId = await provisioning.connection();
  await call('PUT', `/v1/scim/connections/${connectionId}/event-feed`, { delivery: 'poll' });
  return connectionId;
}

/** Of the operations on schemas and event feeds of SCIM. */
export const scimExamples: Record<string, MakeExample> = {
  listScimSchemas: async (seed) => {
    await kept(seed);
    return { status: 200 };
  },
  createScimSchema: () => ({ body: schema(), status: 201, foreign: 'own' }),
  getScimSchema: async (seed) => ({ params: { urn: await kept(seed) }, status: 200 }),
  replaceScimSchema: async (seed) => {
    const urn = await kept(seed);
    return { params: { urn }, body: schema(urn), status: 200 };
  },
  deleteScimSchema: async (seed) => ({ params: { urn: await kept(seed) }, status: 204 }),

  getScimEventFeed: async (seed) => ({
    params: { connectionId: await withFeed(seed) },
    status: 200,
  }),
  putScimEventFeed: async ({ provisioning }) => ({
    params: { connectionId: await provisioning.connection() },
    body: {
      delivery: 'push',
      url: 'https://idp.example/events',
      authorization: 'Bearer sesame',
      audience: 'https://idp.example',
    },
    status: 200,
  }),
  deleteScimEventFeed: async (seed) => ({
    params: { connectionId: await withFeed(seed) },
    status: 204,
  }),
};
