import {
  createPostgresStore,
  type PostgresStore,
  type PreparedStatement,
  StatementConflictError,
  VoidingRefusedError,
} from '@crosswalk/xapi-lrs';
import { expect } from 'chai';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import { testStatement, voiding } from './test-statements.ts';

const all = { relatedAgents: false, relatedActivities: false, ascending: true, limit: 100 };

describe('xAPI statements in the database: saving', () => {
  let db: Database;
  let store: PostgresStore;
  let tenant: string;
  let told: string[];

  before(async () => {
    db = await testDatabase();
    store = createPostgresStore({
      database: db,
      cursorSecret: 'secret',
      afterSave: async (_, saved) => {
        if (saved.some(({ statement }) => statement.verb === 'verb:fatal')) throw new Error('full');
        told.push(...saved.map(({ statement }) => statement.id));
      },
    });
  });
  beforeEach(async () => {
    tenant = await testTenant(db);
    told = [];
  });

  const save = (...batch: PreparedStatement[]) => store.saveStatements(tenant, batch);
  const failure = (saving: Promise<unknown>) =>
    saving.then(() => undefined).catch((error) => error);
  const listed = async (filter: object = {}) =>
    (await store.findStatements(tenant, { ...all, ...filter })).statements.map(({ id }) => id);

  it('gives each statement back as it came, with the time it was stored', async () => {
    const statement = testStatement();
    const before = Date.now() - 1_000;
    await save(statement);
    const found = await store.findStatement(tenant, statement.id);
    const stored = found?.stored.toISOString();
    expect(found?.json).to.equal(`${statement.json.slice(0, -1)},"stored":"${stored}"}`);
    expect(Date.parse(stored ?? '')).to.be.within(before, Date.now() + 1_000);
  });

  it('takes the time it was stored for the timestamp of one without', async () => {
    const statement = testStatement({ hasTimestamp: false });
    await save(statement);
    const found = await store.findStatement(tenant, statement.id);
    const { timestamp, stored } = JSON.parse(found?.json ?? '');
    expect(timestamp).to.equal(stored);
  });

  it('keeps the order of batches, and of statements in them', async () => {
    const batches = [1, 2, 3].map(() => [testStatement(), testStatement(), testStatement()]);
    await Promise.all(batches.map((batch) => store.saveStatements(tenant, batch)));
    expect(await listed()).to.deep.equal(batches.flat().map(({ id }) => id));
  });

  it('changes nothing when the same statements come again', async () => {
    const [first, second] = [testStatement(), testStatement()];
    await save(first);
    const before = await store.findStatement(tenant, first.id);
    await save(first, second, second);
    expect(await store.findStatement(tenant, first.id)).to.deep.equal(before);
    expect(await listed()).to.deep.equal([first.id, second.id]);
    expect(told).to.deep.equal([first.id, second.id]);
  });

  it('answers a time that whatever is stored later comes after', async () => {
    for (let round = 0; round < 20; round++) {
      const [first, second] = [testStatement(), testStatement()];
      const told = await save(first);
      await save(second);
      const storedOf = async ({ id }: PreparedStatement) =>
        (await store.findStatement(tenant, id))?.stored.getTime();
      expect(await storedOf(second)).to.be.above(told.getTime());
      expect(await storedOf(first)).to.be.within(told.getTime(), told.getTime() + 1);
    }
  });

  it('refuses a whole batch for one id that another statement has, and says which', async () => {
    const known = testStatement();
    await save(known);
    const other = { ...known, hash: 'f'.repeat(64) };
    const refusal = await failure(save(testStatement(), testStatement(), other));
    expect(refusal).to.be.instanceOf(StatementConflictError);
    expect(refusal.index).to.equal(2);
    expect(await listed()).to.deep.equal([known.id]);
    expect(told).to.deep.equal([known.id]);
  });

  it('refuses one of several requests that share a transaction, and stores the others', async () => {
    const [known, ...others] = [testStatement(), testStatement(), testStatement()];
    const other = { ...known, hash: 'f'.repeat(64) };
    const outcomes = await Promise.all([
      failure(save(testStatement({ id: others[0]?.id ?? '' }))),
      failure(save(known)),
      failure(save(testStatement(), other)),
      failure(save(...others.slice(1))),
    ]);
    expect(outcomes.map((error) => error?.name)).to.deep.equal([
      undefined,
      undefined,
      'StatementConflictError',
      undefined,
    ]);
    expect(await listed()).to.have.lengthOf(3);
  });

  it('stores nothing of a request whose reactions fail, and all of those beside it', async () => {
    const [good, fatal, better] = [
      testStatement(),
      testStatement({ verb: 'verb:fatal' }),
      testStatement(),
    ];
    const outcomes = await Promise.all(
      [good, good, fatal, better].map((statement) => failure(save(statement))),
    );
    expect(outcomes.map((error) => error?.message)).to.deep.equal([
      undefined,
      undefined,
      'full',
      undefined,
    ]);
    expect(await listed()).to.deep.equal([good.id, better.id]);
  });

  it('takes part in the transaction of its caller', async () => {
    const [kept, dropped] = [testStatement(), testStatement()];
    await db.tenant(tenant, (t) => store.append(t, [kept]));
    const undone = db.tenant(tenant, async (t) => {
      await store.append(t, [dropped]);
      throw new Error('stop');
    });
    expect((await failure(undone)).message).to.equal('stop');
    expect(await listed()).to.deep.equal([kept.id]);
  });

  describe('voiding', () => {
    it('hides the statement from lists, and leaves it to be found by its id', async () => {
      const [target, other] = [testStatement(), testStatement()];
      await save(target, other);
      const voider = voiding(target.id);
      await save(voider);
      expect(await listed()).to.deep.equal([other.id, voider.id]);
      expect(await listed({ verb: 'verb:did' })).to.deep.equal([other.id, voider.id]);
      expect((await store.findStatement(tenant, target.id))?.voided).to.equal(true);
    });

    it('goes before its target too', async () => {
      const target = testStatement();
      const voider = voiding(target.id);
      await save(voider);
      await save(target);
      expect(await listed()).to.deep.equal([voider.id]);
      expect((await store.findStatement(tenant, target.id))?.voided).to.equal(true);
    });

    it('is refused of a statement that voids, stored before or in the same batch', async () => {
      const voider = voiding(uuidv7());
      await save(voider);
      const stored = await failure(save(testStatement(), voiding(voider.id)));
      expect(stored).to.be.instanceOf(VoidingRefusedError);
      expect(stored.index).to.equal(1);
      const sent = voiding(uuidv7());
      const together = await failure(save(sent, voiding(sent.id)));
      expect(together).to.be.instanceOf(VoidingRefusedError);
      expect(await listed()).to.deep.equal([voider.id]);
    });

    it('takes away the keys too that the same batch hands to its targets', async () => {
      const [first, second, found] = [uuidv7(), uuidv7(), testStatement({ verb: 'verb:found' })];
      await save(
        testStatement({ id: first, refersTo: found.id }),
        testStatement({ id: second, refersTo: found.id }),
      );
      const voiders = [voiding(first), voiding(second)];
      await save(found, ...voiders);
      // What voids them refers to them, and so to what they were about.
      const ids = [found, ...voiders].map(({ id }) => id);
      expect(await listed({ verb: 'verb:found' })).to.deep.equal(ids);
    });

    it('of a statement that later turns out to void does nothing', async () => {
      const later = voiding(uuidv7());
      const early = voiding(later.id);
      await save(early);
      await save(later);
      expect(await listed()).to.deep.equal([early.id, later.id]);
    });
  });

  it('finds statements by what they refer to, through chains and once it comes', async () => {
    const target = testStatement({ verb: 'verb:passed' });
    const middle = testStatement({ verb: 'verb:confirmed', refersTo: target.id });
    const outer = testStatement({ verb: 'verb:noted', refersTo: middle.id });
    await save(outer);
    await save(middle);
    expect(await listed({ verb: 'verb:confirmed' })).to.deep.equal([outer.id, middle.id]);
    expect(await listed({ verb: 'verb:passed' })).to.deep.equal([]);
    await save(target);
    expect(await listed({ verb: 'verb:passed' })).to.deep.equal([outer.id, middle.id, target.id]);
    await save(voiding(target.id));
    expect(await listed({ verb: 'verb:passed' })).to.include.members([outer.id, middle.id]);
    expect(await listed({ verb: 'verb:passed' })).not.to.include(target.id);
  });

  it('never lets a reader of its own statements see those that refer to them', async () => {
    const mine = testStatement({ authority: 'mbox:mailto:me@example.com' });
    const foreign = testStatement({ authority: 'mbox:mailto:you@example.com', refersTo: mine.id });
    await save(mine, foreign);
    expect(await listed({ authority: 'mbox:mailto:me@example.com' })).to.deep.equal([mine.id]);
  });

  it('shows another tenant nothing, neither lists nor cursors nor single statements', async () => {
    const statements = [testStatement(), testStatement()];
    await save(...statements);
    const stranger = await testTenant(db);
    expect((await store.findStatements(stranger, all)).statements).to.deep.equal([]);
    expect(await store.findStatement(stranger, statements[0]?.id ?? '')).to.equal(undefined);
    const { next = '' } = await store.findStatements(tenant, { ...all, limit: 1 });
    expect(await store.continueStatements(stranger, next)).to.equal(undefined);
    expect((await store.continueStatements(tenant, next))?.statements).to.have.lengthOf(1);
    await store.saveStatements(stranger, statements);
    expect((await store.findStatements(stranger, all)).statements).to.have.lengthOf(2);
  });

  it('refuses cursors that it did not give', async () => {
    await save(testStatement(), testStatement());
    const { next = '' } = await store.findStatements(tenant, { ...all, limit: 1 });
    const [text = '', mac = ''] = next.split('.');
    const widened = Buffer.from(
      Buffer.from(text, 'base64url').toString().replace('true', 'false'),
    ).toString('base64url');
    for (const forged of [`${widened}.${mac}`, text, '', `${text}.`, 'x.y', `${text}.${mac}A`]) {
      expect(await store.continueStatements(tenant, forged), forged).to.equal(undefined);
    }
  });

  it('merges the definitions of activities, and keeps names, latest first', async () => {
    const activityId = 'https://example.com/activity';
    const ifi = 'mbox:mailto:a@example.com';
    const about = (name: string) => ({
      definitions: [{ activityId, definition: { name: { [name]: name } } }],
      names: [{ ifi, name }],
    });
    await save(testStatement(about('en')), testStatement(about('de')));
    await save(testStatement(about('en')));
    await save(testStatement(about('fr')));
    await save(testStatement(about('de')));
    expect(await store.findNames(tenant, ifi)).to.deep.equal(['de', 'fr', 'en']);
    const found = await store.findDefinitions(tenant, [activityId, 'https://example.com/other']);
    const definition = found.get(activityId);
    expect(definition).to.have.nested.property('name.fr', 'fr');
    expect(definition).to.have.nested.property('name.de', 'de');
    expect([...found.keys()]).to.deep.equal([activityId]);
    expect(await store.findNames(await testTenant(db), ifi)).to.deep.equal([]);
  });
});
