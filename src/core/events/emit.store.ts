import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import type { HubEvent } from './event-types.ts';

/** Writes an event to the outbox, in the transaction of what it tells of. */
export async function emit(db: TenantDb, event: HubEvent): Promise<void> {
  await db.query(
    'insert into outbox_event (tenant_id, id, type, subject, payload) values ($1, $2, $3, $4, $5)',
    [db.tenantId, uuidv7(), event.type, event.subject, JSON.stringify(event.payload)],
  );
}
