import {
  type AttachmentStore,
  latestSeq,
  type PlacedStatement,
  statementsAfter,
} from '@crosswalk/xapi-lrs';
import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import type { JobContext, JobHandler } from '../../platform/jobs/job.ts';
import { retryDelay } from '../../platform/jobs/running/back-off.ts';
import type { Outbound } from '../../platform/outbound/outbound.ts';
import { openLogin, type RemoteLrs } from '../remote/remote-lrs.ts';
import { selectionOf } from '../selection.ts';
import { deleteDeadLetters, listDeadLetters, putAside } from './dead-letter.store.ts';
import {
  advanceCursor,
  clearFailures,
  type Forward,
  findForward,
  recordFailure,
} from './forward.store.ts';
import { FORWARD_JOB, scheduleForward } from './schedule-forward.ts';
import { type Delivery, sendStatements } from './send-statements.ts';

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
/** A receiver that has refused so many, and never taken one, is set up wrong. */
const REFUSED_FIRST_MAX = 10;

/** Replay, pause or a change has overtaken the run. */
class OvertakenError extends Error {
  override name = 'OvertakenError';
}

type Failed = Extract<Delivery, { kind: 'failed' }>;
type Refused = Extract<Delivery, { kind: 'refused' }>;

/** What is remembered of a stretch of statements once the other LRS has answered for it. */
interface Settlement {
  taken(db: TenantDb, batch: readonly PlacedStatement[]): Promise<void>;
  refused(db: TenantDb, statement: PlacedStatement, refusal: Refused): Promise<void>;
}

/**
 * Sends what a forward has not sent yet, in order. Whatever was sent before a crash is sent again with
 * the same ids, which the receiver takes for the same (xAPI 1.0.3 part 3, 2.1.2).
 */
export function forwardHandler(deps: ForwardDeps): JobHandler {
  return {
    kind: FORWARD_JOB,
    maxAttempts: 5,
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
  let refusedFirst = 0;

  /** Halves a refused batch until what is wrong stands alone. Answers why it could not go on. */
  async function deliver(
    batch: readonly PlacedStatement[],
    settlement: Settlement,
  ): Promise<Failed | undefined> {
    if (batch.length === 0) return undefined;
    const { signal } = ctx;
    const delivery = await sendStatements({
      ...{ outbound, attachments, remote, tenantId, signal },
      statements: batch,
    });
    if (delivery.kind === 'failed') return delivery;
    if (delivery.kind === 'taken') {
      await ctx.transact(async (db) => {
        await settlement.taken(db, batch);
        await clearFailures(db, id);
      });
      return undefined;
    }
    const [only, ...others] = batch;
    if (only && others.length === 0) {
      refusedFirst += 1;
      if (forward.sent === 0 && refusedFirst > REFUSED_FIRST_MAX) {
        return {
          kind: 'failed',
          reason: `refuses everything: ${delivery.reason}`,
          retryAfterMs: undefined,
        };
      }
      await ctx.transact((db) => settlement.refused(db, only, delivery));
      return undefined;
    }
    const half = Math.ceil(batch.length / 2);
    return (
      (await deliver(batch.slice(0, half), settlement)) ??
      (await deliver(batch.slice(half), settlement))
    );
  }

  /** False when the other LRS is to be left alone for a while. */
  async function settle(
    batch: readonly PlacedStatement[],
    settlement: Settlement,
  ): Promise<boolean> {
    const failed = await deliver(batch, settlement);
    if (!failed) return true;
    const delayMs = Math.max(failed.retryAfterMs ?? 0, retryDelay(forward.failures + 1));
    const retryAt = new Date(Date.now() + delayMs);
    await ctx.transact((db) => recordFailure(db, id, { reason: failed.reason, retryAt }));
    return false;
  }

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
