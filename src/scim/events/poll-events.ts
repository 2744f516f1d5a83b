import { setTimeout as sleep } from 'node:timers/promises';
import { isUuid } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import type { ScimAnswer, ScimCall } from '../http/scim-call.ts';
import { fieldsOf, isRecord } from '../resource/fields.ts';
import { badRequest, ScimError } from '../scim-error.ts';
import { deleteEvents, listEvents } from './event.store.ts';
import type { EventKeys } from './event-keys.ts';
import { type Feed, findFeed, noteDelivery } from './feed.store.ts';
import { signEvent } from './sign-event.ts';

export interface PollDeps {
  database: Database;
  keys: EventKeys;
  /** URL of `/scim/v2`. */
  base: string;
  /** How long a poll waits where there is nothing. */
  waitMs?: number;
}

const MAX_EVENTS = 100;
const LOOK_EVERY_MS = 500;

interface PollRequest {
  maxEvents: number;
  returnImmediately: boolean;
  /** Taken, or refused for good. */
  done: string[];
  /** What the receiver says of those that it refused. */
  error: string | null;
}

/** Polling for events (RFC 8936 2) by the connection's own token. */
export async function pollEvents(
  { database, keys, base, waitMs = 20_000 }: PollDeps,
  { caller, body }: ScimCall,
): Promise<ScimAnswer> {
  const { tenantId, connectionId } = caller;
  const request = readPoll(body);
  const feed = await database.tenant(tenantId, async (db) => {
    const found = await findFeed(db, connectionId);
    if (found?.delivery !== 'poll') throw notPolled();
    await deleteEvents(db, { connectionId, ids: request.done });
    if (request.done.length > 0) await noteDelivery(db, { connectionId, error: request.error });
    return found;
  });
  const until = Date.now() + (request.returnImmediately ? 0 : waitMs);
  for (;;) {
    const events = await database.read(tenantId, (db) =>
      listEvents(db, { connectionId, limit: request.maxEvents + 1 }),
    );
    const isOver = events.length > 0 || request.maxEvents === 0 || Date.now() >= until;
    if (isOver) {
      const sent = events.slice(0, request.maxEvents);
      const sets = await signAll(sent, { keys, base, feed, tenantId });
      return { status: 200, body: { sets, moreAvailable: events.length > sent.length } };
    }
    await sleep(Math.min(LOOK_EVERY_MS, Math.max(1, until - Date.now())));
  }
}

async function signAll(
  events: Awaited<ReturnType<typeof listEvents>>,
  {
    keys,
    base,
    feed,
    tenantId,
  }: Pick<PollDeps, 'keys' | 'base'> & { feed: Feed; tenantId: string },
): Promise<Record<string, string>> {
  if (events.length === 0) return {};
  const signing = { key: await keys.of(tenantId), issuer: base, audience: feed.audience };
  const signed = events.map(async (event) => [event.id, await signEvent(event, signing)] as const);
  return Object.fromEntries(await Promise.all(signed));
}

/** @throws ScimError 400 */
function readPoll(body: unknown): PollRequest {
  const fields = fieldsOf(body ?? {});
  if (!fields) throw badRequest('invalidSyntax', 'A poll is a JSON object.');
  const most = fields.get('maxevents') ?? MAX_EVENTS;
  if (typeof most !== 'number' || !Number.isSafeInteger(most) || most < 0) {
    throw badRequest('invalidValue', 'maxEvents is a whole number.');
  }
  const ack = fields.get('ack') ?? [];
  const refused = fields.get('seterrs') ?? {};
  if (!Array.isArray(ack) || !isRecord(refused)) {
    throw badRequest('invalidValue', 'ack is a list of jti, setErrs an object by jti.');
  }
  const [error] = Object.values(refused);
  return {
    maxEvents: Math.min(most, MAX_EVENTS),
    returnImmediately: fields.get('returnimmediately') === true,
    done: [...ack, ...Object.keys(refused)].filter(
      (jti): jti is string => typeof jti === 'string' && isUuid(jti),
    ),
    error: error === undefined ? null : JSON.stringify(error).slice(0, 500),
  };
}

function notPolled(): ScimError {
  return new ScimError(404, 'No events are kept for this connection to be polled.');
}
