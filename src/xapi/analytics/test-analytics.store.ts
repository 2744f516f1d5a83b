import type { Database } from '../../platform/database/database.ts';

/** Everything that analytics keep of a tenant, in one order, for tests that compare. */
export async function analyticsOf(database: Database, tenantId: string) {
  const read = async (text: string) =>
    (await database.read(tenantId, (db) => db.query(text, [tenantId]))).rows;
  return {
    facts: await read('select * from lrs_fact where tenant_id = $1 order by seq'),
    days: await read(
      'select * from lrs_day where tenant_id = $1 order by day, actor, verb, deck_id',
    ),
    items: await read(
      'select * from lrs_day_item where tenant_id = $1 order by day, activity, deck_id',
    ),
  };
}
