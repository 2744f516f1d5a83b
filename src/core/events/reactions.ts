import type { Database, TenantDb } from '../../platform/database/database.ts';
import type { HubEvent } from './event-types.ts';

/**
 * What a surface does about an event, in the transaction that the event is emitted in: it writes down
 * what is to be done and queues a job. It must be short, and call nobody.
 */
export type Reaction = (db: TenantDb, event: HubEvent) => Promise<void>;

/** By transaction. The core knows no surface; the start-up says who reacts. */
const reacting = new WeakMap<TenantDb, readonly Reaction[]>();

/** A database in whose transactions surfaces react to events. */
export function withReactions(database: Database, reactions: readonly Reaction[]): Database {
  return {
    ...database,
    tenant: (tenantId, work) =>
      database.tenant(tenantId, (db, last) => {
        reacting.set(db, reactions);
        return work(db, last);
      }),
  };
}

/** One after the other, in the order of the events. */
export async function react(db: TenantDb, events: readonly HubEvent[]): Promise<void> {
  for (const event of events) {
    for (const reaction of reacting.get(db) ?? []) await reaction(db, event);
  }
}
