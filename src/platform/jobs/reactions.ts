import type { TenantDb } from '../database/database.ts';
import { enqueue } from './enqueue.ts';

/** A committed fact, as the outbox keeps it. */
export interface OutboxEvent {
  id: string;
  type: string;
  subject: string;
  payload: unknown;
}

/** By type of event: the kinds of job that react to it. */
export type Reactions = Readonly<Record<string, readonly string[]>>;

/**
 * Queues the reactions to an event, in the transaction that writes it. Each job's payload is the
 * event; its key is the event's id, so that a reaction is queued once.
 */
export async function enqueueReactions(
  db: TenantDb,
  reactions: Reactions,
  event: OutboxEvent,
): Promise<void> {
  const kinds = reactions[event.type] ?? [];
  await Promise.all(kinds.map((kind) => enqueue(db, { kind, payload: event, key: event.id })));
}
