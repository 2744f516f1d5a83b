import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import { enqueue } from '../../platform/jobs/enqueue.ts';
import type { JobHandler } from '../../platform/jobs/job.ts';
import type { Schedule } from '../../platform/jobs/schedules/scheduler.ts';
import type { Log } from '../../platform/log/log.ts';
import { recordAsyncResponses } from '../events/record-events.ts';
import type { SchemaSource } from '../extensions/tenant-schemas.ts';
import type { ConnectionSource } from '../http/connection-source.ts';
import { requestedTransaction } from '../http/requested-id.ts';
import type { ScimAnswer, ScimCall } from '../http/scim-call.ts';
import { ScimError } from '../scim-error.ts';
import {
  deleteOldBulks,
  findBulk,
  finishBulk,
  insertBulk,
  noteProgress,
  type StoredBulk,
} from './bulk.store.ts';
import { bulkResponse, shownResult } from './bulk-response.ts';
import type { BulkResult } from './bulk-result.ts';
import type { Endpoints } from './bulk-target.ts';
import type { BulkRequest } from './read-bulk.ts';
import { runBulk } from './run-bulk.ts';

export interface AsyncBulkDeps {
  database: Database;
  schemas: Pick<SchemaSource, 'of'>;
  connections: Pick<ConnectionSource, 'of'>;
  endpoints: Endpoints;
  /** URL of `/scim/v2`. */
  base: string;
  log: Log;
}

const BULK_JOB = 'scim.bulk';
const PRUNE_JOB = 'scim.prune-bulks';
const KEPT_MS = 86_400_000;
/** Results that a process which dies may lose. */
const PROGRESS_EVERY = 25;
const POLL_MS = 100;

/** Takes a Bulk to be done later (RFC 9967 2.5.1), and waits for it as long as the client would. */
export async function deferBulk(
  { database, base }: Pick<AsyncBulkDeps, 'database' | 'base'>,
  { call, request, wait }: { call: ScimCall; request: BulkRequest; wait: number },
): Promise<ScimAnswer> {
  const { tenantId, connectionId, scopes } = call.caller;
  const id = uuidv7();
  await database.tenant(tenantId, async (db) => {
    const kept = JSON.stringify(request);
    await insertBulk(db, { id, connectionId, scopes: [...scopes], request: kept });
    await enqueue(db, { kind: BULK_JOB, payload: { id }, key: id });
  });
  const until = Date.now() + wait * 1000;
  while (Date.now() < until) {
    await sleep(POLL_MS);
    const bulk = await database.read(tenantId, (db) => findBulk(db, id));
    if (bulk?.finishedAt) return answerOf(bulk);
  }
  return {
    status: 202,
    headers: {
      'Set-Txn': id,
      'Preference-Applied': 'respond-async',
      Location: `${base}/Bulk/${id}`,
    },
  };
}

/** What has become of a Bulk that was taken. @throws ScimError 404 */
export async function readBulkAnswer(database: Database, call: ScimCall): Promise<ScimAnswer> {
  const id = requestedTransaction(call.id);
  const { tenantId, connectionId } = call.caller;
  const bulk = await database.read(tenantId, (db) => findBulk(db, id));
  if (bulk?.connectionId !== connectionId) {
    throw new ScimError(404, 'There is no such transaction, or it is over for a day.');
  }
  if (!bulk.finishedAt) return { status: 202, headers: { 'Set-Txn': id, 'Retry-After': '1' } };
  return answerOf(bulk);
}

function answerOf({ response }: StoredBulk): ScimAnswer {
  return { status: 200, body: bulkResponse(resultsIn(response)) };
}

/** Sound because only the handler below writes them. */
function resultsIn(response: string | null): BulkResult[] {
  return response === null ? [] : JSON.parse(response);
}

export function bulkHandler(deps: AsyncBulkDeps): JobHandler {
  const { database, schemas, connections, endpoints, base, log } = deps;
  return {
    kind: BULK_JOB,
    maxAttempts: 5,
    async run(job, ctx) {
      // Sound because `deferBulk` alone makes these jobs.
      const { id } = job.payload as { id: string };
      const { tenantId } = job;
      const bulk = await database.read(tenantId, (db) => findBulk(db, id));
      if (!bulk?.request) return;
      const { connectionId } = bulk;
      const caller = { tenantId, connectionId, tokenId: '', scopes: bulk.scopes };
      const connection = await connections.of(caller);
      if (!connection?.enabled) return;
      // Sound because `deferBulk` wrote it; JSON has no infinity.
      const kept = JSON.parse(bulk.request) as BulkRequest & { failOnErrors: number | null };
      const results = await runBulk({
        call: {
          ...{ caller, connection, schemas: await schemas.of(tenantId) },
          ...{ id: '', query: new Map(), body: undefined, ifMatch: '' },
        },
        request: { ...kept, failOnErrors: kept.failOnErrors ?? Number.POSITIVE_INFINITY },
        ...{ endpoints, base, log, requestId: id },
        done: resultsIn(bulk.response),
        onResult: async (done) => {
          ctx.signal.throwIfAborted();
          if (done.length % PROGRESS_EVERY !== 0) return;
          await ctx.transact((db) => noteProgress(db, { id, response: JSON.stringify(done) }));
        },
      });
      await ctx.complete(async (db) => {
        await finishBulk(db, { id, response: JSON.stringify(results) });
        await recordAsyncResponses(db, {
          connectionId,
          base,
          responses: results.map((result) => ({
            txn: `${id}:${result.index}`,
            operation: shownResult(result),
          })),
        });
      });
    },
  };
}

export const bulkPruneHandler: JobHandler = {
  kind: PRUNE_JOB,
  maxAttempts: 3,
  run: async (_job, { complete }) =>
    complete((db) => deleteOldBulks(db, new Date(Date.now() - KEPT_MS))),
};

export const bulkPruneSchedule: Schedule = {
  name: PRUNE_JOB,
  cron: '37 * * * *',
  everyTenant: { kind: PRUNE_JOB, payload: {} },
};
