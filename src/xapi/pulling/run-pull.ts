import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AttachmentStore, PostgresStore } from '@crosswalk/xapi-lrs';
import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { enqueue, hasten } from '../../platform/jobs/enqueue.ts';
import type { JobContext, JobHandler } from '../../platform/jobs/job.ts';
import { retryDelay } from '../../platform/jobs/running/back-off.ts';
import type { Outbound } from '../../platform/outbound/outbound.ts';
import { openLogin, type RemoteLrs } from '../remote/remote-lrs.ts';
import { type ForeignStatement, prepareForeign, storeForeign } from '../transfer/store-foreign.ts';
import { addReports, emptyReport } from '../transfer/transfer-report.ts';
import { fetchPage, firstPage, PullFailedError, type RemotePage } from './fetch-page.ts';
import { findPull, forgetPage, type Pull, recordPage, recordPullFailure } from './pull.store.ts';

export const PULL_JOB = 'lrs.pull';

export interface PullDeps {
  database: Database;
  master: MasterKeys;
  outbound: Outbound;
  lrsStore: PostgresStore;
  attachments: AttachmentStore;
  workFolder: string;
  config: { publicUrl: string };
}

/** Queues a run: at once, or when the other LRS is to be tried again. */
export async function schedulePull(db: TenantDb, id: string, runAt?: Date): Promise<void> {
  const request = { kind: PULL_JOB, payload: { pullId: id }, key: id, ...(runAt && { runAt }) };
  const { created } = await enqueue(db, request);
  if (!created && !runAt) await hasten(db, PULL_JOB, id);
}

/**
 * Takes over what another LRS has stored since the last run, a page in a transaction: after a crash
 * the next run goes on with the page after the last that was stored.
 */
export function pullHandler(deps: PullDeps): JobHandler {
  return {
    kind: PULL_JOB,
    maxAttempts: 5,
    waitsForOthers: true,
    async run(job, ctx) {
      // Sound because `schedulePull` alone makes these jobs.
      const { pullId } = job.payload as { pullId: string };
      const { tenantId } = job;
      const failed = await pullAll(deps, { tenantId, pullId, ctx });
      await ctx.complete(async () => undefined);
      if (failed) await deps.database.tenant(tenantId, (db) => schedulePull(db, pullId, failed));
    },
  };
}

interface Run {
  tenantId: string;
  pullId: string;
  ctx: JobContext;
}

/** Answers when to try again, if it has to. */
async function pullAll(deps: PullDeps, run: Run): Promise<Date | undefined> {
  const { tenantId, pullId, ctx } = run;
  for (;;) {
    ctx.signal.throwIfAborted();
    const open = await deps.database.read(tenantId, async (db) => {
      const pull = await findPull(db, pullId);
      if (!pull?.enabled) return undefined;
      return { pull, login: await openLogin(db, deps.master, pullId) };
    });
    if (!open) return undefined;
    const { pull, login } = open;
    try {
      const more = await pullPage(deps, run, pull, { ...pull, ...login });
      if (more === null) return undefined;
    } catch (error) {
      if (!(error instanceof PullFailedError)) throw error;
      // Nothing says how long the address of a page holds.
      if (pull.more !== null && isForgotten(error.status)) {
        await ctx.transact((db) => forgetPage(db, pullId));
        continue;
      }
      const retryAt = new Date(Date.now() + retryDelay(pull.failures + 1));
      const reason = error.message;
      await ctx.transact((db) => recordPullFailure(db, pullId, { reason, retryAt }));
      return retryAt;
    }
  }
}

const isForgotten = (status: number | undefined) =>
  status === 400 || status === 404 || status === 410;

/** Stores one page; answers the address of the next. */
async function pullPage(
  deps: PullDeps,
  { tenantId, pullId, ctx }: Run,
  pull: Pull,
  remote: RemoteLrs,
): Promise<string | null> {
  const { outbound, lrsStore, attachments } = deps;
  return withFolder(deps.workFolder, async (folder) => {
    const url = pull.more ?? firstPage(pull);
    const page = await fetchPage({ outbound, remote, url, folder, signal: ctx.signal });
    // Contents are there before the statements that name them.
    for (const [sha2, { path }] of page.files) await attachments.putFile(tenantId, sha2, path);
    const account = { homePage: deps.config.publicUrl, name: `lrs-pull:${pullId}` };
    const { prepared, report: refused } = prepareForeign(page.statements.map(foreignOf), {
      authority: { objectType: 'Agent', account },
      keepAuthority: pull.keepAuthority,
      contents: new Set(page.files.keys()),
    });
    const before = addReports(pull.more === null ? emptyReport() : pull.lastReport, refused);
    await ctx.transact(async (db) => {
      const lastReport = addReports(before, await storeForeign(db, lrsStore, prepared));
      const nextSince = sinceAfter(pull, page);
      await recordPage(db, pullId, { more: page.more, nextSince, lastReport });
    });
    return page.more;
  });
}

function foreignOf(input: unknown, index: number): ForeignStatement {
  const id = typeof input === 'object' && input !== null && 'id' in input ? input.id : undefined;
  return { at: typeof id === 'string' ? id : `statement ${index + 1} of a page`, input };
}

/**
 * The latest `stored` that was seen: the next run asks for what comes after it. Where the other LRS
 * says that it has not told everything until then, no later than it says.
 */
function sinceAfter(
  { since, nextSince }: Pull,
  { statements, consistentThrough }: RemotePage,
): string | null {
  const seen = [nextSince ?? since, ...statements.map(storedOf)].filter(isTime);
  const latest = seen.reduce<string | null>((a, b) => (a === null || isLater(b, a) ? b : a), null);
  if (latest === null || !isTime(consistentThrough) || !isLater(latest, consistentThrough)) {
    return latest;
  }
  return isTime(since) && isLater(since, consistentThrough) ? since : consistentThrough;
}

function storedOf(input: unknown): unknown {
  return typeof input === 'object' && input !== null && 'stored' in input
    ? input.stored
    : undefined;
}

const isTime = (text: unknown): text is string =>
  typeof text === 'string' && !Number.isNaN(Date.parse(text));

/** Within a millisecond the digits beyond it decide. */
function isLater(a: string, b: string): boolean {
  const difference = Date.parse(a) - Date.parse(b);
  return difference === 0 ? a > b : difference > 0;
}

async function withFolder<T>(parent: string, work: (folder: string) => Promise<T>): Promise<T> {
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, 'pull-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
