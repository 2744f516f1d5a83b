import { expect } from 'chai';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import { ENTERPRISE, GROUP, patch, type TestClient, type TestScim, USER } from './test-scim.ts';

/** What Microsoft Entra ID does, letter by letter where its spelling is odd. */
export async function connectEntra(scim: TestScim) {
  const entra: TestClient = await scim.connect({ profile: 'entra' });

  const newUser = (change: object = {}) => {
    const name = uuidv7();
    return {
      schemas: [USER, ENTERPRISE],
      externalId: name,
      userName: `${name}@example.org`,
      active: true,
      displayName: `Ada ${name}`,
      emails: [{ primary: true, type: 'work', value: `${name}@example.org` }],
      meta: { resourceType: 'User' },
      name: { formatted: 'Ada Lovelace', familyName: 'Lovelace', givenName: 'Ada' },
      roles: [],
      ...change,
    };
  };
  async function user(change: object = {}) {
    const { status, body, text } = await entra.request('POST', '/Users', { body: newUser(change) });
    expect(status, text).to.equal(201);
    return body;
  }
  async function group(members: string[] = []) {
    const { status, body, text } = await entra.request('POST', '/Groups', {
      body: {
        schemas: [GROUP],
        externalId: uuidv7(),
        displayName: `Group ${uuidv7()}`,
        members: members.map((value) => ({ value })),
      },
    });
    expect(status, text).to.equal(201);
    return body;
  }
  const users = async (query: string) => (await entra.request('GET', `/Users?${query}`)).body;
  const read = async (path: string) => (await entra.request('GET', path)).body;
  async function change(path: string, ...operations: object[]) {
    const answer = await entra.request('PATCH', path, { body: patch(...operations) });
    expect(answer.status, answer.text).to.be.oneOf([200, 204]);
    return read(path);
  }
  const members = async (id: string): Promise<string[]> =>
    ((await read(`/Groups/${id}`)).members ?? []).map(({ value }: { value: string }) => value);

  return { ...entra, newUser, user, group, users, read, change, members };
}

export type Entra = Awaited<ReturnType<typeof connectEntra>>;
