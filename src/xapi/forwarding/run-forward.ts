import {
  type AttachmentStore,
  latestSeq,
  type PlacedStatement,
  statementsAfter,
} from '@crosswalk/xapi-lrs';
import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import type { JobContext, JobHandler } from '../../platform/jobs/job.ts';
import type { Outbound } from '../../platform/outbound/outbound.ts';
import { openLogin, type RemoteLrs } from '../remote/remote-lrs.ts';
import { selectionOf } from '../selection.ts';
import { deleteDeadLetters, listDeadLetters, putAside } from './dead-letter.store.ts';
import { advanceCursor, type Forward, findForward } from './forward.store.ts';
import { FORWARD_JOB, scheduleForward } from './schedule-forward.ts';
import { createSettle, type Refused } from './settle.ts';

export interface ForwardDeps {
  database: Database;
  master: MasterKeys;
  outbound: Outbound;
  attachments: AttachmentStore;
}

const BATCH_STATEMENTS = 100;
const BATCH_CHARACTERS = 2 ** 22;
/** A forward with much to send lets other jobs have the worker in between. */
const RUN_MS = 20_000;

/** Replay, pause or a change has overtaken the run. */
class OvertakenError extends Error {
  override name = 'OvertakenError';
}

/**
 * Sends what a forward has not sent yet, in order. Whatever was sent before a crash is sent again with
 * the same ids, which the receiver takes for the same (xAPI 1.0.3 part 3, 2.1.2).
 */
export function forwardHandler(deps: ForwardDeps): JobHandler {
  return {
    kind: FORWARD_JOB,
    maxAttempts: 5,
    waitsForOthers: true,
    async run(job, ctx) {
      // Sound because `scheduleForward` alone makes these jobs.
      const { forwardId } = job.payload as { forwardId: string };
      await drain(deps, job.tenantId, forwardId, ctx);
      await ctx.complete(async () => undefined);
      // What was stored since the last look found this job still running, and queued none.
      await deps.database.tenant(job.tenantId, (db) => scheduleForward(db, forwardId));
    },
  };
}

async function drain(
  deps: ForwardDeps,
  tenantId: string,
  forwardId: string,
  ctx: JobContext,
): Promise<void> {
  const end = performance.now() + RUN_MS;
  try {
    for (let isMore = true; isMore && performance.now() < end; ) {
      ctx.signal.throwIfAborted();
      const open = await deps.database.read(tenantId, async (db) => {
        const forward = await findForward(db, forwardId);
        const isDue = forward?.enabled && (forward.retryAt?.getTime() ?? 0) <= Date.now();
        if (!isDue) return undefined;
        return { forward, login: await openLogin(db, deps.master, forwardId) };
      });
      if (!open) return;
      const { forward, login } = open;
      const run = createRun(deps, { tenantId, forward, remote: { ...forward, ...login }, ctx });
      isMore = (await run.sendLetters()) && (await run.sendNext());
    }
  } catch (error) {
    if (!(error instanceof OvertakenError)) throw error;
  }
}

interface RunOptions {
  tenantId: string;
  forward: Forward;
  remote: RemoteLrs;
  ctx: JobContext;
}

function createRun(deps: ForwardDeps, { tenantId, forward, remote, ctx }: RunOptions) {
  const { database, outbound, attachments } = deps;
  const { id } = forward;
  const settle = createSettle({ outbound, attachments, tenantId, forward, remote, ctx });

  const aside = (statement: PlacedStatement, { status, reason }: Refused) => ({
    ...{ statementId: statement.id, seq: statement.seq, status, reason },
  });

  return {
    /** Dead letters that are to be tried again. */
    async sendLetters(): Promise<boolean> {
      const { seqs, found } = await database.read(tenantId, async (db) => {
        const range = { after: 0, limit: BATCH_STATEMENTS, onlyRetrying: true };
        const letters = (await listDeadLetters(db, id, range)).map(({ seq }) => seq);
        const pages = await Promise.all(
          letters.map((seq) =>
            statementsAfter(db, { selection: {}, after: seq - 1, through: seq, limit: 1 }),
          ),
        );
        return { seqs: letters, found: pages.flat() };
      });
      if (seqs.length === 0) return true;
      // Statements that were deleted or voided meanwhile have nowhere to go.
      const left = new Set(found.map(({ seq }) => seq));
      const gone = seqs.filter((seq) => !left.has(seq));
      await ctx.transact((db) => deleteDeadLetters(db, id, gone));
      return settle(found, {
        taken: (db, batch) =>
          deleteDeadLetters(
            db,
            id,
            batch.map(({ seq }) => seq),
          ),
        refused: (db, statement, refusal) => putAside(db, id, aside(statement, refusal)),
      });
    },

    /** The next batch; false when there is none, or it is not the time. */
    async sendNext(): Promise<boolean> {
      let cursor = forward.cursor;
      const advance = async (db: TenantDb, to: number, sent: number) => {
        if (!(await advanceCursor(db, id, { from: cursor, to, sent }))) throw new OvertakenError();
        cursor = to;
      };
      const { latest, page } = await database.read(tenantId, async (db) => ({
        // Asked for first: everything up to there is in the page, unless the page is full.
        latest: await latestSeq(db),
        page: await statementsAfter(db, {
          selection: selectionOf(forward.filter),
          after: cursor,
          limit: BATCH_STATEMENTS,
        }),
      }));
      const batch = withinSize(page);
      const isDone = await settle(batch, {
        taken: (db, sent) => advance(db, sent.at(-1)?.seq ?? cursor, sent.length),
        refused: async (db, statement, refusal) => {
          await putAside(db, id, aside(statement, refusal));
          await advance(db, statement.seq, 0);
        },
      });
      if (!isDone) return false;
      if (batch.length === BATCH_STATEMENTS || batch.length < page.length) return true;
      // What the filter leaves out is not looked at again.
      if (latest > cursor) await ctx.transact((db) => advance(db, latest, 0));
      return false;
    },
  };
}

/** As many as go into one request, at least one. */
function withinSize(page: readonly PlacedStatement[]): readonly PlacedStatement[] {
  let characters = 0;
  const end = page.findIndex(({ json }, i) => {
    characters += json.length;
    return i > 0 && characters > BATCH_CHARACTERS;
  });
  return end < 0 ? page : page.slice(0, end);
}
