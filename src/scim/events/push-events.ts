import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import type { Database } from '../../platform/database/database.ts';
import type { JobHandler } from '../../platform/jobs/job.ts';
import type { Schedule } from '../../platform/jobs/schedules/scheduler.ts';
import type { Outbound } from '../../platform/outbound/outbound.ts';
import { OutboundError } from '../../platform/outbound/outbound-error.ts';
import { storableText } from '../../platform/storable-json.ts';
import { openSecret } from '../../platform/tenancy/keyring.ts';
import { deleteEvents, deleteOldEvents, type KeptEvent, listEvents } from './event.store.ts';
import type { EventKeys } from './event-keys.ts';
import { findFeed, listWaitingFeeds, noteDelivery } from './feed.store.ts';
import { PUSH_JOB, queuePush } from './record-events.ts';
import { signEvent } from './sign-event.ts';

export interface PushDeps {
  database: Database;
  master: MasterKeys;
  outbound: Outbound;
  keys: EventKeys;
  /** URL of `/scim/v2`. */
  base: string;
}

const BATCH = 50;
const KEPT_MS = 7 * 86_400_000;
const SWEEP_JOB = 'scim.sweep-events';

/** Name of the secret that a connection's receiver is called with. */
export const authorizationOf = (connectionId: string) => `scim-feed-${connectionId}`;

/** The receiver could not take a token now; the job is tried again. */
class PushFailedError extends Error {
  override readonly name = 'PushFailedError';
}

interface Receiver {
  url: string;
  authorization: string | undefined;
}

/** Pushes a connection's events, the oldest first and one at a time (RFC 8935 2). */
export function pushHandler({ database, master, outbound, keys, base }: PushDeps): JobHandler {
  /** Undefined: taken; else why it is refused for good. */
  async function push(
    token: string,
    to: Receiver,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const response = await outbound.fetch(to.url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/secevent+jwt',
        Accept: 'application/json',
        ...(to.authorization !== undefined && { Authorization: to.authorization }),
      },
      body: token,
      signal,
    });
    const text = await response.text();
    if (response.ok) return undefined;
    // RFC 8935 2.3: what is wrong with the token will not change.
    if (response.status === 400) return `refused: ${storableText(text.slice(0, 300))}`;
    throw new PushFailedError(`the receiver answered ${response.status}`);
  }

  return {
    kind: PUSH_JOB,
    maxAttempts: 12,
    waitsForOthers: true,
    async run({ tenantId, payload }, { signal, transact, complete }) {
      // Sound because `recordEvents` and the sweep alone make these jobs.
      const { connectionId } = payload as { connectionId: string };
      const [feed, authorization] = await database.read(tenantId, (db) =>
        Promise.all([
          findFeed(db, connectionId),
          openSecret(db, master, authorizationOf(connectionId)),
        ]),
      );
      if (!feed?.url) return;
      const receiver = { url: feed.url, authorization };
      const signing = { key: await keys.of(tenantId), issuer: base, audience: feed.audience };
      const next = (): Promise<KeptEvent[]> =>
        database.read(tenantId, (db) => listEvents(db, { connectionId, limit: BATCH }));
      for (let events = await next(); events.length > 0; events = await next()) {
        for (const event of events) {
          signal.throwIfAborted();
          const sent = push(await signEvent(event, signing), receiver, signal);
          const error = await sent.catch(async (cause: unknown) => {
            await transact((db) => noteDelivery(db, { connectionId, error: readable(cause) }));
            throw cause;
          });
          await transact(async (db) => {
            await deleteEvents(db, { connectionId, ids: [event.id] });
            await noteDelivery(db, { connectionId, error: error ?? null });
          });
        }
      }
      await complete(async () => undefined);
      // What came while the job was ending found it there still, and queued none.
      if ((await next()).length > 0) {
        await database.tenant(tenantId, (db) => queuePush(db, connectionId));
      }
    },
  };
}

function readable(cause: unknown): string {
  const isKnown = cause instanceof OutboundError || cause instanceof PushFailedError;
  return isKnown ? cause.message : 'the receiver could not be called';
}

/** Tries receivers again that have been away for long, and forgets what nobody took in a week. */
export const eventSweepHandler: JobHandler = {
  kind: SWEEP_JOB,
  maxAttempts: 3,
  run: async (_job, { complete }) =>
    complete(async (db) => {
      await deleteOldEvents(db, new Date(Date.now() - KEPT_MS));
      for (const connectionId of await listWaitingFeeds(db)) {
        await queuePush(db, connectionId);
      }
    }),
};

export const eventSweepSchedule: Schedule = {
  name: SWEEP_JOB,
  cron: '*/10 * * * *',
  everyTenant: { kind: SWEEP_JOB, payload: {} },
};
