import type { Readable } from 'node:stream';
import { latestSeq, type Selection, statementsAfter } from '@crosswalk/xapi-lrs';
import type { Database } from '../../platform/database/database.ts';
import type { Log } from '../../platform/log/log.ts';
import type { NewStatements } from '../new-statements.ts';
import { eventStream, type StreamEvent } from './event-stream.ts';
import { createHeads } from './heads.ts';

export interface StreamRequest {
  tenantId: string;
  selection: Selection;
  /** `seq` to go on after; undefined: only what comes from now on. */
  after: number | undefined;
  /** Whether the caller may still read. */
  isAllowed(): Promise<boolean>;
}

export interface StatementStreams {
  /** Undefined when the tenant has as many as it may. */
  open(request: StreamRequest): Promise<Readable | undefined>;
  /** Ends all of them. */
  close(): void;
}

interface StreamsDeps {
  database: Database;
  newStatements: NewStatements;
  log: Log;
  /** Streams of one tenant in this process. */
  perTenant?: number;
  /** How often an idle stream gives a sign of life, and who reads it is looked at again. */
  heartbeatMs?: number;
}

const PAGE = 100;
const POLL_MS = 500;
const RECONNECT_MS = 2_000;

/** Live streams of statements: each reader follows the order of `seq`, so it misses none and gets none twice. */
export function createStatementStreams({
  database,
  newStatements,
  log,
  perTenant = 50,
  heartbeatMs = 10_000,
}: StreamsDeps): StatementStreams {
  const heads = createHeads({
    newStatements,
    latest: (tenantId) => database.read(tenantId, latestSeq),
    // Nobody else writes to an embedded database.
    pollMs: database.kind === 'postgres' ? POLL_MS : undefined,
    onError: (error) => log.warn({ err: error }, 'statements could not be looked for'),
  });
  const open = new Map<string, number>();
  let isClosed = false;

  const count = (tenantId: string, change: 1 | -1) => {
    const now = (open.get(tenantId) ?? 0) + change;
    if (now === 0) open.delete(tenantId);
    else open.set(tenantId, now);
  };

  async function start({ tenantId, selection, after, isAllowed }: StreamRequest) {
    const begin = after ?? (await database.read(tenantId, latestSeq));
    const follower = heads.follow(tenantId, begin);
    let isOpen = true;

    async function* events(): AsyncGenerator<StreamEvent> {
      let cursor = begin;
      let told = begin;
      let checkedAt = performance.now();
      // A reader that loses the connection before the first statement goes on here.
      yield { id: cursor, retryMs: RECONNECT_MS };
      while (isOpen && !isClosed) {
        if (performance.now() - checkedAt >= heartbeatMs) {
          if (!(await isAllowed())) return;
          checkedAt = performance.now();
          yield told < cursor ? { id: cursor } : {};
          told = cursor;
        }
        const { latest, page } = await database.read(tenantId, async (db) => ({
          // Asked for first: everything up to there is in the page, unless the page is full.
          latest: await latestSeq(db),
          page: await statementsAfter(db, { selection, after: cursor, limit: PAGE }),
        }));
        for (const { seq, json } of page) {
          yield { id: seq, data: json };
          told = seq;
        }
        const last = page.at(-1)?.seq ?? cursor;
        cursor = page.length < PAGE ? Math.max(latest, last) : last;
        follower.seen = cursor;
        if (page.length < PAGE) {
          await follower.wait(Math.max(0, checkedAt + heartbeatMs - performance.now()));
        }
      }
    }

    return eventStream(events(), () => {
      isOpen = false;
      follower.close();
      count(tenantId, -1);
    });
  }

  return {
    async open(request) {
      if ((open.get(request.tenantId) ?? 0) >= perTenant) return undefined;
      count(request.tenantId, 1);
      try {
        return await start(request);
      } catch (error) {
        count(request.tenantId, -1);
        throw error;
      }
    },
    close() {
      isClosed = true;
      heads.close();
    },
  };
}
