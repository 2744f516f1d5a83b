import { uuidv7 } from '../platform/crypto/uuid.ts';
import type { MakeExample } from './test-example.ts';
import type { Seed } from './test-seed.ts';

const query = { limit: '5' };
const bindPassword = 'as the directory has it';

const directory = () => ({
  ...{ name: `Company ${uuidv7()}`, profile: 'openldap', url: 'ldaps://ldap.invalid' },
  ...{ bindDn: 'cn=hub,dc=example,dc=org', baseDn: 'ou=people,dc=example,dc=org', bindPassword },
});

async function connection(seed: Seed): Promise<string> {
  return (await seed.call('POST', '/v1/directory/connections', directory())).id;
}

/** A plan that nobody has to be asked for. */
async function sync(seed: Seed): Promise<{ connectionId: string; syncId: string }> {
  const connectionId = await connection(seed);
  const path = `/v1/directory/connections/${connectionId}/syncs`;
  const { id: syncId } = await seed.call('POST', path, { mode: 'plan' });
  return { connectionId, syncId };
}

/** Of the operations of directories. */
export const directoryExamples: Record<string, MakeExample> = {
  listDirectoryConnections: async (seed) => {
    await connection(seed);
    return { query, status: 200 };
  },
  createDirectoryConnection: () => ({
    body: {
      ...directory(),
      mapping: { email: 'mail', locale: null },
      groups: { baseDn: 'ou=groups,dc=example,dc=org', filter: '(cn=Learning*)' },
      guard: { count: 20, percent: 5 },
      syncMinutes: 30,
    },
    status: 201,
    foreign: 'own',
  }),
  getDirectoryConnection: async (seed) => ({
    params: { connectionId: await connection(seed) },
    status: 200,
  }),
  updateDirectoryConnection: async (seed) => ({
    params: { connectionId: await connection(seed) },
    body: { enabled: false, userFilter: '(memberOf=cn=staff,dc=example,dc=org)' },
    status: 200,
  }),
  deleteDirectoryConnection: async (seed) => ({
    params: { connectionId: await connection(seed) },
    status: 204,
  }),
  testDirectoryConnection: async (seed) => ({
    params: { connectionId: await connection(seed) },
    body: { user: 'ada' },
    status: 200,
  }),
  listDirectorySyncs: async (seed) => ({
    params: { connectionId: (await sync(seed)).connectionId },
    query,
    status: 200,
  }),
  createDirectorySync: async (seed) => ({
    params: { connectionId: await connection(seed) },
    body: { mode: 'apply', scope: 'full' },
    status: 202,
  }),
  getDirectorySync: async (seed) => ({ params: { ...(await sync(seed)) }, status: 200 }),
  listDirectoryChanges: async (seed) => ({
    params: { ...(await sync(seed)) },
    query: { ...query, action: 'create' },
    status: 200,
  }),
};
