import type { PostgresStore } from '@crosswalk/xapi-lrs';
import type { Blobs } from '../../platform/blobs/blobs.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Job, JobContext, JobHandler } from '../../platform/jobs/job.ts';
import { fileLines } from './file-lines.ts';
import {
  findStatementImport,
  finishStatementImport,
  recordRead,
  type StatementImport,
} from './import.store.ts';
import { type ForeignStatement, prepareForeign, storeForeign } from './store-foreign.ts';
import { addReports, failedAt, type TransferReport } from './transfer-report.ts';

export const STATEMENT_IMPORT_JOB = 'statements.import';

export interface ImportDeps {
  database: Database;
  blobs: Blobs;
  lrsStore: PostgresStore;
  config: { publicUrl: string };
}

const MAX_ATTEMPTS = 5;
const BATCH_LINES = 200;
const BATCH_CHARACTERS = 2 ** 22;
const LINE_BYTES = 2 ** 24;
const UNEXPECTED = {
  code: 'internal_error',
  detail: `The import failed ${MAX_ATTEMPTS} times for a reason of our own; the log of the hub tells it. What was imported so far is kept, and importing the file again goes on from there.`,
};

/** Stores the statements of a file; after a crash it goes on with the line after the last that was stored. */
export function statementImportHandler(deps: ImportDeps): JobHandler {
  const { database, blobs } = deps;
  return {
    kind: STATEMENT_IMPORT_JOB,
    maxAttempts: MAX_ATTEMPTS,
    async run(job, ctx) {
      // Sound because the route alone makes these jobs.
      const { importId } = job.payload as { importId: string };
      const found = await database.read(job.tenantId, (db) => findStatementImport(db, importId));
      if (!found || found.finishedAt) return;
      try {
        await run(deps, job, ctx, found);
        await ctx.complete((db) => finishStatementImport(db, importId, null));
      } catch (error) {
        if (job.attempt < MAX_ATTEMPTS) throw error;
        ctx.signal.throwIfAborted();
        await ctx.transact((db) => finishStatementImport(db, importId, UNEXPECTED));
        throw error;
      }
      await blobs.delete({ tenantId: job.tenantId, jobId: importId }, found.sha256);
    },
  };
}

interface Batch {
  statements: ForeignStatement[];
  /** Of lines that are no JSON. */
  report: TransferReport;
  readBytes: number;
  lines: number;
}

async function run(
  { blobs, lrsStore, config }: ImportDeps,
  { tenantId }: Job,
  ctx: JobContext,
  found: StatementImport,
): Promise<void> {
  const { id, keepAuthority } = found;
  if (found.readBytes >= found.bytes) return;
  const account = { homePage: config.publicUrl, name: `statement-import:${id}` };
  const provenance = { authority: { objectType: 'Agent', account }, keepAuthority };
  const owner = { tenantId, jobId: id };
  const source = await blobs.get(owner, found.sha256, { start: found.readBytes });
  let { report } = found;
  for await (const batch of batches(source, found)) {
    ctx.signal.throwIfAborted();
    const { prepared, report: refused } = prepareForeign(batch.statements, provenance);
    const before = addReports(addReports(report, batch.report), refused);
    report = await ctx.transact(async (db) => {
      const after = addReports(before, await storeForeign(db, lrsStore, prepared));
      await recordRead(db, { ...batch, id, report: after });
      return after;
    });
  }
}

async function* batches(
  source: AsyncIterable<Buffer>,
  { readBytes: start, lines: before }: StatementImport,
): AsyncGenerator<Batch> {
  const begin = (readBytes: number, lines: number): Batch => ({
    ...{ statements: [], readBytes, lines },
    report: { new: 0, unchanged: 0, failed: 0, problems: [] },
  });
  let batch = begin(start, before);
  let characters = 0;
  for await (const { text, end } of fileLines(source, LINE_BYTES)) {
    batch.lines += 1;
    batch.readBytes = start + end;
    characters += text?.length ?? 0;
    readLine(batch, text);
    if (batch.statements.length < BATCH_LINES && characters < BATCH_CHARACTERS) continue;
    yield batch;
    batch = begin(batch.readBytes, batch.lines);
    characters = 0;
  }
  yield batch;
}

function readLine(batch: Batch, text: string | undefined): void {
  const at = `line ${batch.lines}`;
  // A file of JSON Lines may begin with a byte order mark and end its lines as Windows does.
  const trimmed = text?.replace(/^\uFEFF/, '').trim();
  if (trimmed === '') return;
  try {
    if (trimmed === undefined) throw new Error(`has more than ${LINE_BYTES} bytes`);
    batch.statements.push({ at, input: JSON.parse(trimmed) });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    batch.report = addReports(batch.report, failedAt(at, `not JSON: ${reason}`));
  }
}
