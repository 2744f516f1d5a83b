import { expect } from 'chai';
import type { PreparedStatement, StatementFilter } from '../store.ts';
import { StatementConflictError, VoidingRefusedError } from '../store.ts';
import { createMemoryStore } from './memory-store.ts';

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

function statement(n: number, more: Partial<PreparedStatement> = {}): PreparedStatement {
  return {
    id: id(n),
    version: '2.0.0',
    json: `{"id":"${id(n)}"}`,
    hasTimestamp: false,
    hash: String(n),
    verb: 'http://example.org/did',
    registration: undefined,
    agents: [],
    activities: [],
    authority: 'mbox:mailto:lrs@example.org',
    refersTo: undefined,
    voids: false,
    definitions: [],
    names: [],
    attachments: [],
    ...more,
  };
}

const everything: StatementFilter = {
  relatedAgents: false,
  relatedActivities: false,
  ascending: true,
  limit: 100,
};

async function idsOf(
  store: ReturnType<typeof createMemoryStore>,
  filter: Partial<StatementFilter> = {},
): Promise<string[]> {
  const { statements } = await store.findStatements('t', { ...everything, ...filter });
  return statements.map((found) => found.id);
}

describe('memory store of statements', () => {
  it('statements have a time of storing, and it as their timestamp unless they have one', async () => {
    const store = createMemoryStore();
    await store.saveStatements('t', [
      statement(1),
      statement(2, { json: '{"timestamp":"2020-01-01T00:00:00Z"}', hasTimestamp: true }),
    ]);
    const { statements } = await store.findStatements('t', everything);
    const [first, second] = statements.map(({ json }) => JSON.parse(json));
    expect(first.timestamp).to.equal(first.stored);
    expect(second.timestamp).to.equal('2020-01-01T00:00:00Z');
  });

  it('a later save has a later time, also than each time told as consistent', async () => {
    const store = createMemoryStore();
    await store.saveStatements('t', [statement(1)]);
    const consistent = await store.consistentThrough('t');
    await store.saveStatements('t', [statement(2)]);
    const [first, second] = (await store.findStatements('t', everything)).statements;
    expect(first && first.stored <= consistent).to.equal(true);
    expect(second && second.stored > consistent).to.equal(true);
    expect(await idsOf(store, { since: first?.stored })).to.deep.equal([id(2)]);
    expect(await idsOf(store, { until: first?.stored })).to.deep.equal([id(1)]);
  });

  it('the same again changes nothing; another with its id is a conflict, and nothing is stored', async () => {
    const store = createMemoryStore();
    await store.saveStatements('t', [statement(1)]);
    await store.saveStatements('t', [statement(1)]);
    const conflict = await store
      .saveStatements('t', [statement(2), statement(1, { hash: 'other' })])
      .catch((error: unknown) => error);
    expect(conflict).to.be.instanceOf(StatementConflictError).with.property('index', 1);
    expect(await idsOf(store)).to.deep.equal([id(1)]);
  });

  it('voided statements are not listed, in whatever order the two come', async () => {
    const store = createMemoryStore();
    const voids = (n: number, target: number) =>
      statement(n, { refersTo: id(target), voids: true });
    await store.saveStatements('t', [statement(1), voids(2, 1), voids(4, 3), statement(3)]);
    expect(await idsOf(store)).to.deep.equal([id(2), id(4)]);
    expect((await store.findStatement('t', id(3)))?.voided).to.equal(true);
    const refused = await store.saveStatements('t', [voids(5, 2)]).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(VoidingRefusedError).with.property('index', 0);
  });

  it('one that voids is not voided by one that came before it', async () => {
    const store = createMemoryStore();
    const early = statement(1, { refersTo: id(2), voids: true });
    await store.saveStatements('t', [early, statement(2, { refersTo: id(3), voids: true })]);
    expect(await idsOf(store)).to.deep.equal([id(1), id(2)]);
  });

  it('what a statement refers to makes it match, through others too, and circles end', async () => {
    const store = createMemoryStore();
    const agents = [{ key: 'mbox:mailto:ada@example.org', direct: true }];
    await store.saveStatements('t', [
      statement(1, { refersTo: id(2) }),
      statement(2, { refersTo: id(3) }),
      statement(3, { refersTo: id(1), agents }),
      statement(4, { refersTo: id(9) }),
    ]);
    const found = await idsOf(store, { agent: 'mbox:mailto:ada@example.org' });
    expect(found).to.deep.equal([id(1), id(2), id(3)]);
  });

  it('pages follow one another both ways, while others are stored', async () => {
    for (const ascending of [true, false]) {
      const store = createMemoryStore();
      await store.saveStatements(
        't',
        [1, 2, 3, 4, 5].map((n) => statement(n)),
      );
      let page = await store.findStatements('t', { ...everything, ascending, limit: 2 });
      const seen = page.statements.map((found) => found.id);
      for (let n = 6; page.next !== undefined; n++) {
        if (n < 9) await store.saveStatements('t', [statement(n)]);
        const next = await store.continueStatements('t', page.next);
        if (!next) throw new Error('the cursor is not known');
        page = next;
        seen.push(...page.statements.map((found) => found.id));
      }
      const expected = ascending ? [1, 2, 3, 4, 5, 6, 7, 8] : [5, 4, 3, 2, 1];
      expect(seen).to.deep.equal(expected.map(id));
    }
  });

  it('a cursor is for its tenant, and as it was given', async () => {
    const store = createMemoryStore();
    await store.saveStatements('t', [statement(1), statement(2)]);
    const { next = '' } = await store.findStatements('t', { ...everything, limit: 1 });
    expect(await store.continueStatements('other', next)).to.equal(undefined);
    expect(await store.continueStatements('t', `x${next}`)).to.equal(undefined);
    expect(await store.continueStatements('t', next)).not.to.equal(undefined);
  });
});
