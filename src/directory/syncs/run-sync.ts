import { findConnection } from '../../core/people/connections/connection.store.ts';
import { assessDepartures } from '../../core/people/departures/guard.ts';
import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import type { Database } from '../../platform/database/database.ts';
import type { JobContext, JobHandler } from '../../platform/jobs/job.ts';
import type { Log } from '../../platform/log/log.ts';
import type { ConnectTcp } from '../../platform/outbound/guarded-tcp.ts';
import { canonicalJson } from '../../platform/storable-json.ts';
import { openSecret } from '../../platform/tenancy/keyring.ts';
import {
  bindPasswordName,
  type DirectoryConnection,
  directoryConnectionOf,
  readsOf,
} from '../connections/directory-settings.ts';
import { DirectoryError } from '../directory-error.ts';
import { openDirectory, readServerId } from '../reading/open-directory.ts';
import { applyPlan } from './apply-plan.ts';
import { deleteChanges, deleteOlderPlans, listDepartures } from './change.store.ts';
import { nextSync } from './next-sync.ts';
import { chooseScope, type PlannedSync, planSync } from './plan-sync.ts';
import { createPlanWriter, type PlanWriter } from './plan-writer.ts';
import { type DirectoryState, findState, writeState } from './state.store.ts';
import { beginSync, type DirectorySync, endSync, findSync, type HeldPeople } from './sync.store.ts';

export const SYNC_JOB = 'directory.sync';

const MAX_ATTEMPTS = 3;
const TIMEOUT_MS = 3 * 3_600_000;
const FIRST_RETRY_MS = 5 * 60_000;
const LONGEST_RETRY_MS = 12 * 3_600_000;

export interface SyncDeps {
  database: Database;
  master: MasterKeys;
  connectTcp: ConnectTcp;
  log: Log;
}

interface Run {
  tenantId: string;
  sync: DirectorySync;
  connection: DirectoryConnection;
  state: DirectoryState | undefined;
  password: string;
  ctx: JobContext;
  writer: PlanWriter;
  at: Date;
}

/** Plans a sync, and applies the plan where that was asked for. */
export function syncHandler(deps: SyncDeps): JobHandler {
  return {
    kind: SYNC_JOB,
    maxAttempts: MAX_ATTEMPTS,
    timeoutMs: TIMEOUT_MS,
    waitsForOthers: true,
    async run({ tenantId, payload, attempt }, ctx) {
      // Sound because `queueSync` alone makes these jobs.
      const { syncId } = payload as { syncId: string };
      const run = await prepare(deps, { tenantId, syncId, ctx });
      if (!run) return;
      try {
        await work(deps, run);
      } catch (error) {
        ctx.signal.throwIfAborted();
        if (error instanceof DirectoryError) return fail(run, error.code, error.message);
        // Anything else may pass; the last attempt leaves word of it.
        if (attempt < MAX_ATTEMPTS) throw error;
        deps.log.error({ err: error, sync: syncId }, 'sync of a directory failed');
        await fail(run, 'unexpected', 'Something went wrong on our side');
      }
    },
  };
}

async function prepare(
  { database, master }: SyncDeps,
  { tenantId, syncId, ctx }: { tenantId: string; syncId: string; ctx: JobContext },
): Promise<Run | undefined> {
  return database.read(tenantId, async (db) => {
    const sync = await findSync(db, syncId);
    const found = sync && (await findConnection(db, sync.connectionId));
    const connection = found && directoryConnectionOf(found);
    if (!sync || !connection || sync.status === 'succeeded' || sync.status === 'failed') {
      return undefined;
    }
    const password = (await openSecret(db, master, bindPasswordName(connection.id))) ?? '';
    const state = await findState(db, connection.id);
    const writer = createPlanWriter(ctx, syncId);
    return { tenantId, sync, connection, state, password, ctx, writer, at: new Date() };
  });
}

async function work(deps: SyncDeps, run: Run): Promise<void> {
  const { ctx, sync, connection } = run;
  await ctx.transact(async (db) => {
    await deleteChanges(db, sync.id);
    await beginSync(db, { id: sync.id, scope: sync.scope, notes: [] });
  });
  const { planned, server } = await plan(deps, run);
  const scope = planned.isFull ? 'full' : 'changes';
  const notes = planned.note ? [planned.note] : [];
  await ctx.transact((db) => beginSync(db, { id: sync.id, scope, notes }));
  if (sync.mode === 'plan') {
    const held = await assess(deps, run);
    return end(run, { held, state: {} });
  }
  const { database } = deps;
  const held = await applyPlan({
    database,
    tenantId: run.tenantId,
    connection,
    syncId: sync.id,
    ctx,
  });
  await end(run, { held, state: nextState(run, { planned, server, held }) });
}

async function plan(deps: SyncDeps, run: Run): Promise<{ planned: PlannedSync; server: string }> {
  const { connection, password, ctx, sync, state, at } = run;
  const { connectTcp, database } = deps;
  const directory = await openDirectory({ connectTcp, connection, password, signal: ctx.signal });
  try {
    const server = await readServerId(directory);
    const chosen = chooseScope({
      ...{ scope: sync.scope, state, server, at, reads: canonicalJson(readsOf(connection)) },
      fullSyncHours: connection.settings.fullSyncHours,
    });
    const { tenantId, writer } = run;
    return {
      planned: await planSync({ database, tenantId, directory, writer, at }, chosen),
      server,
    };
  } finally {
    directory.ldap.close();
  }
}

/** Whether the guard would hold these departures. */
async function assess({ database }: SyncDeps, run: Run): Promise<HeldPeople | null> {
  const { connection, sync } = run;
  const { counted, limit } = await database.read(run.tenantId, async (db) => {
    const personIds = await listDepartures(db, sync.id);
    return assessDepartures(db, { connection, personIds });
  });
  return counted > limit ? { holdId: null, counted, limit } : null;
}

/**
 * While departures are held, the same changes have to be read again: the watermark stays. The first
 * sync that somebody has applied begins the schedule.
 */
function nextState(
  { connection, at }: Run,
  { planned, server, held }: { planned: PlannedSync; server: string; held: HeldPeople | null },
): Partial<DirectoryState> {
  const dueAt = nextSync(connection.settings.syncMinutes);
  const always = { syncedAt: at, failures: 0, dueAt };
  if (held) return always;
  return {
    ...always,
    ...{ server, reads: canonicalJson(readsOf(connection)) },
    ...(planned.watermark !== undefined && { watermark: planned.watermark }),
    ...(planned.isFull && { fullAt: at }),
  };
}

async function end(
  { ctx, sync, connection, writer }: Run,
  { held, state }: { held: HeldPeople | null; state: Partial<DirectoryState> },
): Promise<void> {
  await ctx.complete(async (db) => {
    await endSync(db, { id: sync.id, status: 'succeeded', plan: writer.plan, held, error: null });
    await writeState(db, connection.id, state);
    if (sync.mode === 'apply') {
      await deleteOlderPlans(db, { connectionId: connection.id, syncId: sync.id });
    }
  });
}

/** What was read until then is no plan: it is forgotten. */
async function fail(run: Run, code: string, detail: string): Promise<void> {
  const { ctx, sync, connection, state } = run;
  await ctx.complete(async (db) => {
    await deleteChanges(db, sync.id);
    await endSync(db, {
      ...{ id: sync.id, status: 'failed', plan: null, held: null, error: { code, detail } },
    });
    if (sync.mode === 'plan' || !state?.dueAt) return;
    const failures = state.failures + 1;
    const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures, 20));
    await writeState(db, connection.id, { failures, dueAt: new Date(Date.now() + wait) });
  });
}
