import { uuidv7 } from '../../crypto/uuid.ts';
import type { Database, TenantDb } from '../../database/database.ts';

/** An effect that shows how often it was applied: a row without any uniqueness of its own. */
export async function applyEffect(db: TenantDb, name: string): Promise<void> {
  await db.query(
    `insert into outbox_event (tenant_id, id, type, payload) values ($1, $2, 'test.effect', $3)`,
    [db.tenantId, uuidv7(), JSON.stringify(name)],
  );
}

/** The names of the effects that were applied, sorted. */
export async function effects(database: Database, tenantId: string): Promise<string[]> {
  const { rows } = await database.read(tenantId, (db) =>
    db.query<{ name: string }>(
      `select payload #>> '{}' as name from outbox_event
       where tenant_id = $1 and type = 'test.effect' order by 1`,
      [db.tenantId],
    ),
  );
  return rows.map((row) => row.name);
}
