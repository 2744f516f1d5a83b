import { createHash } from 'node:crypto';
import {
  createPostgresStore,
  type DocumentKey,
  type Expected,
  type PostgresStore,
} from '@crosswalk/xapi-lrs';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Database } from '../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';

const registration = fc.constantFrom(
  undefined,
  '00000000-0000-4000-8000-000000000001',
  '00000000-0000-4000-8000-000000000002',
);
const agent = fc.constantFrom('mbox:mailto:a@example.com', 'mbox:mailto:b@example.com');
const activityId = fc.constantFrom(
  'https://example.com/1',
  `https://example.com/${'2'.repeat(4000)}`,
);
const id = fc.constantFrom('bookmark', 'bücher/"x"', '3'.repeat(5000));

const scopes = fc.oneof(
  fc.record({ kind: fc.constant('state' as const), agent, activityId, registration }),
  fc.record({ kind: fc.constant('activity-profile' as const), activityId }),
  fc.record({ kind: fc.constant('agent-profile' as const), agent }),
);
const contents = fc.constantFrom('', '{"a":1}', '\0\u00ff');

const steps = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      scope: scopes,
      id,
      text: contents,
      expects: fc.constantFrom('anything', 'nothing', 'same', 'other'),
    }),
  },
  fc.record({
    do: fc.constant('delete' as const),
    scope: scopes,
    id,
    expects: fc.constantFrom('anything', 'nothing', 'same', 'other'),
  }),
  fc.record({ do: fc.constant('delete-all' as const), scope: scopes }),
);

const etagOf = (text: string) => createHash('sha1').update(text).digest('hex');
const nameOf = (key: DocumentKey) => JSON.stringify(Object.entries(key).sort());

describe('xAPI documents in the database', () => {
  let db: Database;
  let store: PostgresStore;

  before(async () => {
    db = await testDatabase();
    store = createPostgresStore({ database: db, cursorSecret: 'secret' });
  });

  const write = (tenant: string, key: DocumentKey, text: string, expected: Expected) =>
    store.writeDocument(
      tenant,
      key,
      { contentType: 'text/plain', content: Buffer.from(text), etag: etagOf(text) },
      expected,
    );

  it('follow a model through random histories of writes and deletions', async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { maxLength: 25 }), async (history) => {
        const tenant = await testTenant(db);
        const model = new Map<string, { key: DocumentKey; text: string }>();
        const expectedOf = (expects: string, known: string | undefined): Expected => {
          if (expects === 'anything' || expects === 'nothing') return expects;
          return { etag: expects === 'same' ? etagOf(known ?? 'none') : etagOf('something else') };
        };
        const meets = (expected: Expected, known: string | undefined) =>
          expected === 'anything' ||
          (expected === 'nothing'
            ? known === undefined
            : known !== undefined && etagOf(known) === expected.etag);
        const within = (scope: (typeof history)[number]['scope']) =>
          [...model.entries()].filter(([, { key }]) =>
            Object.entries(scope).every(
              ([name, value]) =>
                value === undefined ||
                Object.entries(key).some(([n, v]) => n === name && v === value),
            ),
          );
        for (const step of history) {
          if (step.do === 'delete-all') {
            await store.deleteDocuments(tenant, step.scope);
            for (const [name] of within(step.scope)) model.delete(name);
          } else {
            const key: DocumentKey = { ...step.scope, id: step.id };
            const known = model.get(nameOf(key))?.text;
            const expected = expectedOf(step.expects, known);
            if (step.do === 'write') {
              expect(await write(tenant, key, step.text, expected)).to.equal(
                meets(expected, known),
              );
              if (meets(expected, known)) model.set(nameOf(key), { key, text: step.text });
            } else {
              expect(await store.deleteDocument(tenant, key, expected)).to.equal(
                meets(expected, known),
              );
              if (meets(expected, known)) model.delete(nameOf(key));
            }
            const found = await store.findDocument(tenant, key);
            expect(found?.content.toString()).to.equal(model.get(nameOf(key))?.text);
          }
          const ids = await store.listDocuments(tenant, step.scope, undefined);
          const modelled = within(step.scope).map(([, { key }]) => key.id);
          expect(ids).to.have.members([...new Set(modelled)]);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('let one of several writers win that expect the same document', async () => {
    const tenant = await testTenant(db);
    const key: DocumentKey = { kind: 'agent-profile', agent: 'mbox:mailto:a@example.com', id: 'x' };
    const race = (name: string, expected: Expected) =>
      Promise.all(
        Array.from({ length: 8 }, (_, i) => write(tenant, key, `${name} ${i}`, expected)),
      );
    expect((await race('first', 'nothing')).filter(Boolean)).to.have.lengthOf(1);
    const first = await store.findDocument(tenant, key);
    expect((await race('second', { etag: first?.etag ?? '' })).filter(Boolean)).to.have.lengthOf(1);
    const second = await store.findDocument(tenant, key);
    expect(second?.etag).not.to.equal(first?.etag);
  });

  it('list those changed after a time, which leaves out the one changed then', async () => {
    const tenant = await testTenant(db);
    const scope = { kind: 'activity-profile' as const, activityId: 'https://example.com/1' };
    await write(tenant, { ...scope, id: 'one' }, 'x', 'anything');
    const one = await store.findDocument(tenant, { ...scope, id: 'one' });
    expect(await store.listDocuments(tenant, scope, one?.updated)).to.deep.equal([]);
    const before = new Date((one?.updated.getTime() ?? 0) - 1);
    expect(await store.listDocuments(tenant, scope, before)).to.deep.equal(['one']);
  });

  it('are nothing to another tenant', async () => {
    const [tenant, stranger] = [await testTenant(db), await testTenant(db)];
    const key: DocumentKey = { kind: 'agent-profile', agent: 'mbox:mailto:a@example.com', id: 'x' };
    await write(tenant, key, 'mine', 'anything');
    expect(await store.findDocument(stranger, key)).to.equal(undefined);
    expect(await store.listDocuments(stranger, key, undefined)).to.deep.equal([]);
    await store.deleteDocuments(stranger, key);
    expect((await store.findDocument(tenant, key))?.content.toString()).to.equal('mine');
  });
});
