import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import { roleScopes, roles, type Scope } from '../platform/tenancy/scopes.ts';
import type { Example } from './test-example.ts';
import { examples } from './test-examples.ts';
import { startTestHub, type TestAnswer, type TestHub, type TestTenant } from './test-hub.ts';
import { createSeed, type Seed } from './test-seed.ts';

interface Operation {
  operationId: string;
  'x-scope': Scope;
  'x-own'?: string;
  parameters: { name: string; in: 'path' | 'query' | 'header' }[];
  requestBody?: {
    content: Record<string, { schema: { required?: string[]; properties?: object } }>;
  };
  responses: Record<string, { content?: Record<string, { schema?: object }> }>;
}

interface Located {
  method: string;
  path: string;
  operation: Operation;
}

const ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true }));

describe('every operation of the API', function () {
  this.timeout(60_000);
  let hub: TestHub;
  let seed: Seed;
  let stranger: TestTenant;
  let operations: Map<string, Located>;
  let document: { components: object };

  before(async () => {
    hub = await startTestHub({ RATE_LIMIT: '1000000', RATE_LIMIT_IP: '1000000' });
    seed = createSeed(hub);
    stranger = await hub.tenant();
    const { body } = await hub.request('GET', '/openapi.json', { key: null });
    // Sound because `openApiDocument` makes this shape.
    const read = body as {
      components: object;
      paths: Record<string, Record<string, Operation>>;
    };
    document = read;
    operations = new Map(
      Object.entries(read.paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]): [string, Located] => [
          operation.operationId,
          { method: method.toUpperCase(), path, operation },
        ]),
      ),
    );
  });
  after(() => hub.close());

  function located(id: string): Located {
    const found = operations.get(id);
    if (!found) throw new Error(`no operation ${id}`);
    return found;
  }

  function call(
    { method, path }: Located,
    { params = {}, query, body, form }: Omit<Example, 'status'>,
    key: string | null = hub.key,
  ): Promise<TestAnswer> {
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name) => params[name] ?? `no-${name}`);
    const search = query ? `?${new URLSearchParams(query)}` : '';
    return hub.request(method, filled + search, { key, body: form ?? body });
  }

  function expectProblem(answer: TestAnswer, status: number): void {
    expect(answer.status, answer.text).to.equal(status);
    expect(answer.headers.get('Content-Type')).to.match(/^application\/problem\+json/);
    conforms(answer.body, { $ref: '#/components/schemas/Problem' });
  }

  function conforms(body: unknown, schema: object): void {
    const validate = ajv.compile({ ...schema, components: document.components });
    expect(validate(body), JSON.stringify([validate.errors, body])).to.equal(true);
  }

  function expectNoRowOf(answer: TestAnswer, ours: TestAnswer): void {
    const rows = ({ body }: TestAnswer) => (body as { data: unknown[] }).data;
    expect(rows(ours), 'the example lists nothing').to.not.have.length(0);
    for (const row of rows(ours)) expect(rows(answer)).to.not.deep.include(row);
  }

  function expectDocumented({ operation }: Located, answer: TestAnswer): void {
    const documented = operation.responses[answer.status];
    expect(documented, `${answer.status} is not documented`).to.not.equal(undefined);
    const content = Object.values(documented?.content ?? {})[0];
    if (content?.schema) conforms(answer.body, content.schema);
    if (!documented?.content) expect(answer.text).to.equal('');
  }

  it('has an example, and every example an operation', () => {
    expect([...operations.keys()].sort(), 'unlisted route').to.deep.equal(
      Object.keys(examples).sort(),
    );
  });

  for (const [id, makeExample] of Object.entries(examples)) {
    describe(id, () => {
      let at: Located;
      let example: Example;

      before(async () => {
        at = located(id);
        example = await makeExample(seed);
      });

      it('answers 401 without a valid key', async () => {
        for (const key of [null, 'not-a-key']) {
          const answer = await call(at, example, key);
          expectProblem(answer, 401);
          expect(answer.headers.get('WWW-Authenticate')).to.match(/^Bearer/);
        }
      });

      it('answers 403 to roles and keys without its scope', async () => {
        const scope = at.operation['x-scope'];
        const lacking = roles.filter((role) => !roleScopes[role].includes(scope));
        const keys = [
          await seed.key({ role: 'user', scopes: [] }),
          await seed.key({ role: 'admin', scopes: scope === 'decks:read' ? [] : ['decks:read'] }),
          ...(await Promise.all(lacking.map((role) => seed.key({ role })))),
        ];
        for (const { key } of keys) expectProblem(await call(at, example, key), 403);
      });

      it('knows nothing of another tenant', async () => {
        const { params, status, foreign, body, foreignBody = body } = example;
        const answer = await call(at, { ...example, body: foreignBody }, stranger.key);
        if (params) expectProblem(answer, 404);
        else if (typeof foreign === 'number') expectProblem(answer, foreign);
        else {
          expect(answer.status, answer.text).to.equal(status);
          if (foreign !== 'own') expectNoRowOf(answer, await call(at, example));
        }
      });

      it('refuses input that is not as documented', async () => {
        for (const name of Object.keys(example.params ?? {})) {
          const params = { ...example.params, [name]: 'not-an-id' };
          expectProblem(await call(at, { ...example, params }), 400);
        }
        if (at.operation.parameters.some((parameter) => parameter.in === 'query')) {
          const query = { ...example.query, nonsense: '1' };
          expectProblem(await call(at, { ...example, query }), 400);
        }
        if (example.form) expectProblem(await call(at, { body: { file: 'nonsense' } }), 400);
        const schema = at.operation.requestBody?.content['application/json']?.schema;
        if (!schema) return;
        const body = { ...(example.body as object) };
        expectProblem(await call(at, { ...example, body: { ...body, nonsense: 1 } }), 422);
        expectProblem(await call(at, { ...example, body: 'nonsense' }), 415);
        for (const name of schema.required ?? []) {
          if (Object.hasOwn(schema.properties?.[name as never] ?? {}, 'default')) continue;
          const { [name as never]: _, ...rest } = body;
          expectProblem(await call(at, { ...example, body: rest }), 422);
        }
      });

      it('succeeds as documented', async () => {
        const answer = await call(at, example);
        expect(answer.status, answer.text).to.equal(example.status);
        expectDocumented(at, answer);
      });
    });
  }

  it("lets a person at what is their own, and at nobody else's", async () => {
    const personal = [...operations].filter(([, { operation }]) => operation['x-own']);
    expect(personal).to.not.have.length(0);
    for (const [id, at] of personal) {
      const example = await examples[id]?.(seed);
      if (!example) throw new Error(`no example of ${id}`);
      const personId = example.params?.[at.operation['x-own'] ?? ''] ?? '';
      const someone = await seed.key({ role: 'user', scopes: [], personId: await seed.person() });
      expectProblem(await call(at, example, someone.key), 403);
      const { key } = await seed.key({ role: 'user', scopes: [], personId });
      const answer = await call(at, example, key);
      expect(answer.status, `${id} ${answer.text}`).to.equal(example.status);
    }
  });

  it('takes nothing of another tenant into ours', async () => {
    const other = await contentOf(stranger);
    for (const [method, path, body] of [
      ['POST', '/v1/api-keys', { name: 'x', role: 'user', personId: other.personId }],
      ['POST', `/v1/groups/${await seed.group()}/members`, { personIds: [other.personId] }],
      ['PATCH', `/v1/decks/${await seed.deck()}`, { parentId: other.deckId }],
      ['PATCH', `/v1/atoms/${(await seed.atom()).id}`, { deckId: other.deckId }],
      ['PUT', `/v1/atoms/${(await seed.atom()).id}/concepts/${other.conceptId}`, { role: 'uses' }],
      [
        'POST',
        '/v1/atom-relations',
        { from: (await seed.atom()).id, to: other.atomId, kind: 'related' },
      ],
      ['POST', `/v1/people/${await seed.person()}/reviews`, seed.reviewOf(other.promptId)],
      [
        'PUT',
        `/v1/people/${await seed.person()}/prompts/${other.promptId}/marks`,
        { suspended: true },
      ],
    ] as const) {
      const answer = await hub.request(method, path, { body });
      expect(answer.status, `${path} ${answer.text}`).to.be.oneOf([404, 422]);
    }
  });

  async function contentOf({ key, personId }: TestTenant) {
    const theirs = createSeed({
      ...hub,
      request: (method, path, request) => hub.request(method, path, { key, ...request }),
    });
    const { deckId, promptId } = await theirs.published();
    const atomId = (await theirs.atom(deckId)).id;
    return { personId, deckId, promptId, atomId, conceptId: await theirs.concept() };
  }
});
