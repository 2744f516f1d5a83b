import { startTestHub, type TestAnswer, type TestHub } from '../../api/test-hub.ts';

/** A SCIM client of a connection, as an identity provider is one. */
export interface TestClient {
  connectionId: string;
  token: string;
  /** @param path below `/scim/v2` */
  request(method: string, path: string, request?: TestScimRequest): Promise<ScimTestAnswer>;
}

export interface TestScimRequest {
  body?: unknown;
  headers?: Record<string, string>;
}

interface Plural {
  value: string;
  type: string;
  primary: boolean;
  display: string;
}

/** Resources, lists, errors and results of a Bulk: whatever of it is there, tests expect. */
export interface ScimBody {
  [name: string]: unknown;
  id: string;
  meta: { version: string; location: string; lastModified: string; resourceType: string };
  userName: string;
  displayName: string;
  nickName: string;
  externalId: string;
  emails: Plural[];
  roles: Plural[];
  members: Plural[];
  groups: Plural[];
  [ENTERPRISE]: { manager: { value: string }; department: string };
  [HUB]: { personId: string; progress: unknown[] };
  Resources: ScimBody[];
  nextCursor: string | undefined;
  Operations: { status: string; location: string; version: string; response: ScimBody }[];
  sets: Record<string, string>;
  moreAvailable: boolean;
  /** Of the configuration. */
  bulk: { maxOperations: number; maxPayloadSize: number };
  /** Of a schema. */
  attributes: { name: string }[];
}

export interface ScimTestAnswer extends Omit<TestAnswer, 'body'> {
  body: ScimBody;
}

export interface TestScim {
  hub: TestHub;
  /**
   * A connection of the first tenant, or of the administrator whose key is given, with a guard that
   * holds nobody back.
   */
  connect(options?: Record<string, unknown>, key?: string): Promise<TestClient>;
}

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const HUB = 'urn:ietf:params:scim:schemas:extension:crosswalk:2.0:User';
export const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
export const SEARCH = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/**
 * A whole hub with nobody provisioned yet, for the tests of the `describe` that calls this: open from
 * before them until after.
 */
export function testScim(settings: Record<string, string> = {}): TestScim {
  let started: TestHub | undefined;
  before(async function () {
    this.timeout(60_000);
    started = await startTestHub({ RATE_LIMIT_SCIM: '1000000', ...settings });
  });
  after(() => started?.close());
  const scim: TestScim = {
    get hub() {
      if (!started) throw new Error('the hub is there in tests and hooks only');
      return started;
    },
    async connect(options = {}, key = scim.hub.key) {
      const { hub } = scim;
      const guard = { count: 100_000, percent: 100 };
      const body = { name: 'Directory', profile: 'generic', guard, ...options };
      const made = await hub.request('POST', '/v1/scim/connections', { key, body });
      if (made.status !== 201) throw new Error(`no connection: ${made.status} ${made.text}`);
      // Sound because the API documents both.
      const { id: connectionId, token } = made.body as { id: string; token: string };
      return {
        connectionId,
        token,
        async request(method, path, { body: sent, headers } = {}) {
          const answer = await hub.request(method, `/scim/v2${path}`, {
            key: token,
            body: sent,
            headers: { 'Content-Type': 'application/scim+json', ...headers },
          });
          // Sound because tests expect what they look at.
          return { ...answer, body: answer.body as ScimBody };
        },
      };
    },
  };
  return scim;
}

/** A filter as a parameter of the URL. */
export const filtered = (text: string) => `filter=${encodeURIComponent(text)}`;

/** A PATCH's body. */
export function patch(...operations: object[]) {
  return { schemas: [PATCH], Operations: operations };
}
