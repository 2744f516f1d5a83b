import { expect } from 'chai';
import fc from 'fast-check';
import {
  BULK,
  ENTERPRISE,
  GROUP,
  patch,
  SEARCH,
  type TestClient,
  testScim,
  USER,
} from './test-scim.ts';

const names = [
  ...['userName', 'name', 'givenName', 'emails', 'value', 'type', 'primary', 'active', 'manager'],
  ...['members', '$ref', 'displayName', 'id', 'meta', 'schemas', 'externalId', 'roles', 'groups'],
  ...['__proto__', 'constructor', 'emails[type eq "work"].value', 'meta.created', '', ENTERPRISE],
];
const name = fc.constantFrom(...names);
const leaf = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  name,
  ...[fc.integer(), fc.double(), fc.boolean(), fc.constant(null)],
  fc.constantFrom('True', '2020-01-01T00:00:00Z', '\0', '\ud800', '{"a":1}', '9'.repeat(30)),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 5 }),
  ),
}));
const body = fc.dictionary(name, value, { maxKeys: 6 });
const condition = fc
  .tuple(name, fc.constantFrom('eq', 'ne', 'co', 'gt', 'pr'), leaf)
  .map(([path, operator, literal]) => `${path} ${operator} ${JSON.stringify(literal)}`);
const filter = fc.oneof(
  condition,
  fc.tuple(name, condition).map(([path, within]) => `${path}[${within}]`),
  fc.string(),
);
const path = fc.oneof(
  name,
  fc.tuple(name, name).map(([one, other]) => `${one}.${other}`),
  fc.tuple(name, condition, name).map(([list, within, sub]) => `${list}[${within}].${sub}`),
);
const operation = fc.record(
  { op: fc.constantFrom('add', 'Remove', 'replace', 'x'), path: fc.oneof(path, leaf), value },
  { requiredKeys: ['op'] },
);

describe('SCIM and nonsense', () => {
  const scim = testScim({ LOG_LEVEL: 'silent' });
  let client: TestClient;

  before(async () => {
    client = await scim.connect({ profile: 'entra' });
  });

  it('whatever is sent is the mistake of who sent it, never ours', async () => {
    const made = async (at: string, given: object) =>
      (await client.request('POST', at, { body: given })).body.id;
    const user = `/Users/${await made('/Users', { schemas: [USER], userName: 'ada' })}`;
    const group = `/Groups/${await made('/Groups', { schemas: [GROUP], displayName: 'g' })}`;
    const operations = fc.array(operation, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(body, operations, filter, name, async (given, ops, text, sortBy) => {
        const bulk = [
          { method: 'PATCH', path: user, data: patch(...ops) },
          { method: 'POST', path: '/Users', bulkId: 'a', data: given },
          given,
        ];
        const calls: [string, string, unknown][] = [
          ['POST', '/Users', { ...given, schemas: [USER, ENTERPRISE] }],
          ['PUT', user, { schemas: [USER], userName: 'ada', ...given }],
          ['PATCH', user, patch(...ops)],
          ['PATCH', group, patch(...ops)],
          ['POST', '/Groups', { schemas: [GROUP], displayName: 'h', ...given }],
          ['POST', '/.search', { schemas: [SEARCH], filter: text, sortBy, attributes: [sortBy] }],
          ['POST', '/Bulk', { schemas: [BULK], Operations: bulk }],
        ];
        for (const [method, at, sent] of calls) {
          const answer = await client.request(method, at, { body: sent });
          expect(answer.status, `${method} ${at} ${JSON.stringify(sent)}`).to.be.below(500);
          const statuses = /"status":"5\d\d"/.exec(answer.text);
          expect(statuses, `${method} ${at} ${JSON.stringify(sent)}`).to.equal(null);
        }
      }),
      { numRuns: 60 },
    );
  }).timeout(120_000);
});
