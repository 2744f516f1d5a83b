import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { storableJson } from '../../platform/storable-json.ts';
import type { HubEvent } from './event-types.ts';
import { react } from './reactions.ts';

/** Writes events to the outbox and has surfaces react, in the transaction of what they tell of. */
export async function emit(db: TenantDb, ...events: HubEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) => ({ ...event, id: uuidv7() }));
  await db.query(
    `insert into outbox_event (tenant_id, id, type, subject, payload)
     select $1, x.id, x.type, x.subject, x.payload
     from jsonb_to_recordset($2::jsonb) as x(id uuid, type text, subject uuid, payload jsonb)`,
    [db.tenantId, storableJson(rows)],
    'kept',
  );
  await react(db, events);
}
