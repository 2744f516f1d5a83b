import type { Statement } from '@crosswalk/xapi-lrs';
import type { TestHub, TestTenant } from '../../api/test-hub.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';

export const verbs = {
  passed: 'http://adlnet.gov/expapi/verbs/passed',
  failed: 'http://adlnet.gov/expapi/verbs/failed',
};

export type GivenStatement = Statement & { id: string };

/** A statement with an id of its own. */
export function aStatement(about: Partial<Statement> = {}): GivenStatement {
  return {
    actor: { mbox: 'mailto:ada@example.com' },
    verb: { id: verbs.passed },
    object: { id: 'https://example.com/activities/1' },
    timestamp: '2026-03-04T05:06:07.000Z',
    ...about,
    id: about.id ?? uuidv7(),
  };
}

export const someStatements = (count: number, about: Partial<Statement> = {}): GivenStatement[] =>
  Array.from({ length: count }, () => aStatement(about));

/** A client of the hub's own LRS. */
export interface TestLrsClient {
  send(method: string, path: string, init?: RequestInit): Promise<Response>;
  /** Stores statements; answers their ids. */
  store(statements: readonly GivenStatement[]): Promise<string[]>;
  /** One statement, or undefined. */
  find(id: string): Promise<Statement | undefined>;
}

export async function lrsClient(hub: TestHub, { key }: TestTenant = hub): Promise<TestLrsClient> {
  const { body } = await hub.request('POST', '/v1/lrs-credentials', {
    key,
    body: { name: 'test', scopes: ['all'] },
  });
  // Sound because that is what the API documents.
  const login = body as { key: string; secret: string };
  const basic = Buffer.from(`${login.key}:${login.secret}`).toString('base64');
  const send: TestLrsClient['send'] = (method, path, init = {}) =>
    fetch(`${hub.url}/xapi${path}`, {
      method,
      ...init,
      headers: {
        Authorization: `Basic ${basic}`,
        'X-Experience-API-Version': '2.0.0',
        'Content-Type': 'application/json',
        ...init.headers,
      },
    });
  return {
    send,
    async store(statements) {
      const response = await send('POST', '/statements', { body: JSON.stringify(statements) });
      if (response.status !== 200) throw new Error(await response.text());
      return statements.map(({ id }) => id);
    },
    async find(id) {
      const response = await send('GET', `/statements?statementId=${id}`);
      return response.status === 200 ? response.json() : undefined;
    },
  };
}
