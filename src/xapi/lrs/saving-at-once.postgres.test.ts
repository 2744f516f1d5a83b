import { createPostgresStore, type PreparedStatement } from '@crosswalk/xapi-lrs';
import { expect } from 'chai';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import { createFactRecorder } from '../analytics/facts/record-facts.ts';
import { HUB, testAct } from '../analytics/test-acts.ts';
import { type ErasureMode, insertErasure } from '../erasure/erasure.store.ts';
import { createTombstones } from '../erasure/tombstones.ts';
import { createHubStore } from '../hub-store.ts';
import { testStatement, voiding } from './test-statements.ts';

const pepper = Buffer.from('pepper');
const all = { relatedAgents: false, relatedActivities: false, ascending: true, limit: 100 };

/**
 * Whatever is stored after a save has looked and before it has the lock has to count: here, the
 * transaction of a save waits at that very point.
 */
describe('xAPI statements in the database: what comes in between', () => {
  let database: Database;
  let tenant: string;
  let between: (() => Promise<unknown>) | undefined;
  /** Ids that the store tells of: before they are judged, and after. */
  let unseen: string[];
  let seen: string[];

  const tombstones = createTombstones({ hub: HUB, pepper });
  const storeOn = (on: Database) =>
    createHubStore({
      ...{ database: on, pepper, tombstones },
      listeners: [
        createFactRecorder({ hub: HUB }),
        {
          write: async (_, statements) => void unseen.push(...statements.map(({ id }) => id)),
          afterSave: async (_, saved) => void seen.push(...saved.map((one) => one.statement.id)),
        },
      ],
    });
  /** The same database, whose transactions let others go first before their last questions. */
  const interrupted = (): Database => ({
    ...database,
    tenant: (id, work) =>
      database.tenant(id, (db, last) =>
        work(db, async (ask) => {
          const go = between;
          between = undefined;
          await go?.();
          return last(ask);
        }),
      ),
  });
  const other = () => createPostgresStore({ database, cursorSecret: 'secret' });

  before(async () => {
    database = await testDatabase();
  });
  beforeEach(async () => {
    tenant = await testTenant(database);
    between = undefined;
    unseen = [];
    seen = [];
  });

  /** Saves the one, and meanwhile does the other. */
  const saveAnd = (statement: PreparedStatement, meanwhile: () => Promise<unknown>) => {
    between = meanwhile;
    return storeOn(interrupted()).saveStatements(tenant, [statement]);
  };
  const others = (...statements: PreparedStatement[]) => other().saveStatements(tenant, statements);
  const listed = async (filter: object = {}) =>
    (await other().findStatements(tenant, { ...all, ...filter })).statements.map(({ id }) => id);
  const asked = <T extends object>(sql: string) =>
    database.read(tenant, async (db: TenantDb) => (await db.query<T>(sql, [tenant])).rows);
  const factsAt = () =>
    asked<{ seq: number }>('select seq from lrs_fact where tenant_id = $1 order by seq');

  it('nothing: it is stored unseen, its fact and terms with it', async () => {
    const statements = [
      testAct({ who: 'a@example.com', did: 'passed', at: '2026-01-02T03:04:05.678Z' }),
      testAct({ who: 'b@example.com', did: 'passed' }),
    ];
    const through = await storeOn(database).saveStatements(tenant, statements);
    expect(unseen).to.deep.equal(statements.map(({ id }) => id));
    expect(seen).to.deep.equal([]);
    const rows = await asked<{ seq: number; fact: number; at: Date; text: string }>(
      `select s.seq, f.seq as fact, f.at, t.text from statement s left join lrs_fact f using (tenant_id, seq)
       left join lrs_term t on t.tenant_id = $1 and t.key = f.actor
       where s.tenant_id = $1 order by s.seq`,
    );
    expect(rows.map(({ seq, fact }) => seq === fact)).to.deep.equal([true, true]);
    expect(rows[0]?.at.toISOString()).to.equal('2026-01-02T03:04:05.678Z');
    expect(rows[1]?.at.getTime()).to.equal(Math.floor((rows[1]?.seq ?? 0) / 1000));
    expect(rows.map(({ text }) => text)).to.deep.equal([
      'mbox:mailto:a@example.com',
      'mbox:mailto:b@example.com',
    ]);
    expect(through.getTime()).to.equal(Math.floor(((rows[1]?.seq ?? 0) + 1) / 1000) - 1);
  });

  it('the same statement: nothing is doubled', async () => {
    const statement = testAct({ who: 'a@example.com', did: 'passed' });
    await saveAnd(statement, () => storeOn(database).saveStatements(tenant, [statement]));
    expect(await listed()).to.deep.equal([statement.id]);
    expect(await factsAt()).to.have.lengthOf(1);
    expect(seen).to.deep.equal([]);
  });

  it('another one with its id: a conflict, and the other stays', async () => {
    const statement = testStatement();
    const refused = saveAnd(statement, () => others({ ...statement, hash: 'f'.repeat(64) }));
    const error = await refused.catch(({ name }) => name);
    expect(error).to.equal('StatementConflictError');
    expect(await listed()).to.deep.equal([statement.id]);
    expect(await factsAt()).to.deep.equal([]);
  });

  it('one that voids it: it is in no list, and no fact', async () => {
    const statement = testAct({ who: 'a@example.com', did: 'passed' });
    const voider = voiding(statement.id);
    await saveAnd(statement, () => others(voider));
    expect(await listed()).to.deep.equal([voider.id]);
    expect(await factsAt()).to.deep.equal([]);
    expect(seen).to.deep.equal([statement.id]);
  });

  it('one that refers to it: it is found by what this one says', async () => {
    const statement = testStatement({ verb: 'verb:passed' });
    const note = testStatement({ refersTo: statement.id });
    await saveAnd(statement, () => others(note));
    expect(await listed({ verb: 'verb:passed' })).to.deep.equal([note.id, statement.id]);
  });

  it('what it changes too, of an activity or an agent: nothing is lost', async () => {
    const activityId = 'https://example.com/activity';
    const ifi = 'mbox:mailto:a@example.com';
    const about = (name: string) => ({
      definitions: [{ activityId, definition: { name: { [name]: name } } }],
      names: [{ ifi, name }],
    });
    const definition = async () =>
      (await other().findDefinitions(tenant, [activityId])).get(activityId);
    await saveAnd(testStatement({ definitions: about('en').definitions }), () =>
      others(testStatement({ definitions: about('de').definitions })),
    );
    expect(await definition()).to.deep.equal({ name: { de: 'de', en: 'en' } });
    await saveAnd(testStatement({ names: about('en').names }), () =>
      others(testStatement({ names: about('de').names })),
    );
    expect(await other().findNames(tenant, ifi)).to.deep.equal(['en', 'de']);
    // Also of what is known already.
    await saveAnd(testStatement(about('fr')), () => others(testStatement(about('it'))));
    expect(await definition()).to.have.nested.property('name.it');
    expect(await definition()).to.have.nested.property('name.fr');
    expect(await other().findNames(tenant, ifi)).to.deep.equal(['fr', 'it', 'en', 'de']);
  });

  for (const mode of ['pseudonymise', 'purge'] as const satisfies ErasureMode[]) {
    it(`an erasure of somebody whom it names (${mode}): no table learns of them again`, async () => {
      const ifi = 'mbox:mailto:ada@example.com';
      const statement = testAct({ who: 'ada@example.com', did: 'passed' });
      const raise = () =>
        database.tenant(tenant, async (db) => {
          const erasure = await insertErasure(db, {
            ...{ id: uuidv7(), personId: null, mode, pseudonym: 'erased-1' },
            ...{ identifiers: [ifi], createdBy: 'a test' },
          });
          await tombstones.raise(db, [ifi], erasure);
        });
      const outcome = await saveAnd(statement, raise).catch(({ name }) => name);
      if (mode === 'purge') expect(outcome).to.equal('ErasedActorError');
      const written = await asked<{ json: string }>(
        `select json from statement where tenant_id = $1 union all
         select text from lrs_term where tenant_id = $1 union all
         select ifi from agent_name where tenant_id = $1`,
      );
      expect(JSON.stringify(written)).not.to.contain('ada');
      expect(await listed()).to.have.lengthOf(mode === 'purge' ? 0 : 1);
      // From now on it looks first.
      await storeOn(database)
        .saveStatements(tenant, [testAct({ who: 'ada@example.com', did: 'passed' })])
        .catch(() => undefined);
      expect(unseen).to.deep.equal([statement.id]);
    });
  }
});
