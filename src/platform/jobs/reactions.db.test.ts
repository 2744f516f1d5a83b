import { expect } from 'chai';
import { uuidv7 } from '../crypto/uuid.ts';
import { testDatabase, testTenant } from '../database/test-database.ts';
import { enqueueReactions } from './reactions.ts';

describe('jobs: reactions to events', () => {
  it('queues each reaction of an event once, with the event as payload', async () => {
    const database = await testDatabase();
    const tenantId = await testTenant(database);
    const reactions = { 'deck.published': ['webhooks.send', 'search.index'] };
    const event = { id: uuidv7(), type: 'deck.published', subject: uuidv7(), payload: { n: 1 } };
    await database.tenant(tenantId, async (db) => {
      await enqueueReactions(db, reactions, event);
      await enqueueReactions(db, reactions, event);
      await enqueueReactions(db, reactions, { ...event, type: 'person.deactivated' });
    });
    const { rows } = await database.read(tenantId, (db) =>
      db.query('select kind, payload from job where tenant_id = $1 order by kind', [db.tenantId]),
    );
    expect(rows).to.deep.equal([
      { kind: 'search.index', payload: event },
      { kind: 'webhooks.send', payload: event },
    ]);
  });
});
