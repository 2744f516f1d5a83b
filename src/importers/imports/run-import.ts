import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type ContentImport, createContentImport } from '../../core/decks/content-import.ts';
import { addProblem, createImportReport } from '../../core/decks/importing/import-report.ts';
import { DomainError } from '../../core/domain-error.ts';
import {
  createPeopleImport,
  type PeopleImport,
} from '../../core/people/importing/people-import.ts';
import { createHistoryImport } from '../../core/study/import-history.ts';
import type { Database } from '../../platform/database/database.ts';
import { ImportRefusedError } from '../../platform/files/import-refused-error.ts';
import type { Job, JobContext, JobHandler } from '../../platform/jobs/job.ts';
import { readInWorker } from '../worker/import-worker.ts';
import type { ReadBatch } from '../worker/worker-messages.ts';
import { finishImport } from './finish-import.ts';
import { getImport, type ImportJob, updateImport } from './import-job.store.ts';
import { createMeter } from './import-meter.ts';
import { runCourse } from './run-course.ts';
import { PEOPLE_SYSTEM, runPeopleTable } from './run-people-table.ts';
import {
  fileIdentity,
  IMPORT_JOB,
  type ImportDeps,
  isPeopleTable,
  withWorkDir,
} from './start-import.ts';

const MAX_ATTEMPTS = 5;
const UNEXPECTED = {
  code: 'internal_error',
  message: `The import failed ${MAX_ATTEMPTS} times for a reason of our own; the log of the hub tells it. What was imported so far is kept, and importing the file again goes on from there.`,
};
/** Batches of atoms or history that are dealt with at the same time. */
const AT_ONCE = 2;

/** Runs queued imports: reads in a worker thread, stores in batches, and can be run again. */
export function importHandler(deps: ImportDeps): JobHandler {
  return {
    kind: IMPORT_JOB,
    maxAttempts: MAX_ATTEMPTS,
    run: async (job, ctx) => {
      const { importId } = job.payload as { importId: string };
      const found = await deps.database.read(job.tenantId, (db) => getImport(db, importId));
      if (!found || found.status === 'succeeded' || found.status === 'failed') return;
      try {
        await run(deps, job, ctx, found);
      } catch (error) {
        const isFileAtFault = error instanceof ImportRefusedError || error instanceof DomainError;
        // Another attempt with the same file would end the same way; anything else may pass.
        if (!isFileAtFault && job.attempt < MAX_ATTEMPTS) throw error;
        ctx.signal.throwIfAborted();
        await fail(ctx, found, isFileAtFault ? error : UNEXPECTED);
      }
    },
  };
}

async function run(deps: ImportDeps, job: Job, ctx: JobContext, found: ImportJob): Promise<void> {
  await withWorkDir(deps.workFolder, async (workDir) => {
    const path = join(workDir, 'upload');
    const owner = { tenantId: job.tenantId, jobId: found.id };
    const file = await deps.blobs.get(owner, found.fileHash);
    await pipeline(file, createWriteStream(path), { signal: ctx.signal });
    const { options } = found;
    // Every transaction is guarded by the lease: a job that another process took over stores nothing.
    const database: Database = {
      ...deps.database,
      // What guards a transaction comes before its commit.
      tenant: (_tenantId, work) => ctx.transact((db) => work(db, (ask) => ask())),
    };
    if (found.kind === 'course') {
      await runCourse({ deps, database, job, ctx, found, path, workDir });
      return;
    }
    if (isPeopleTable(found)) {
      await runPeopleTable({ database, tenantId: job.tenantId, found, path, workDir, ctx });
      return;
    }
    const content = await createContentImport({
      database,
      tenantId: job.tenantId,
      system: systemOf(found),
      putMedia: async (media) => {
        await deps.blobs.putFile(job.tenantId, media.path, media.sha256);
      },
      deckId: options.deckId ?? undefined,
    });
    const people = createPeopleImport({
      ...{ database, tenantId: job.tenantId, system: PEOPLE_SYSTEM, report: content.report },
    });
    const history = options.personId ? createHistoryImport(options.personId) : undefined;
    const meter = createMeter(ctx, found, content.report);
    const batches = readInWorker(
      {
        path,
        identity: fileIdentity(job.tenantId, found.fileHash),
        options: {
          fileName: found.fileName,
          scheduling: options.scheduling,
          workDir,
          ...(options.rows && { rows: options.rows }),
          ...(options.mapping && { mapping: options.mapping }),
        },
      },
      ctx.signal,
    );
    await eachBatch(batches, async (batch) => {
      await applyBatch(batch, { content, people, history, ctx });
      if (history) Object.assign(content.report.reviews, history.counts);
      await meter.advance(sizeOf(batch));
    });
    await meter.enter('publishing');
    const [report] = await Promise.all([
      content.finish(),
      history?.finish(deps.database, job.tenantId),
    ]);
    await finishImport(ctx, { found, report });
  });
}

/** An Anki guid means the same note wherever it comes from; keys of other files are their file's own. */
function systemOf({ kind, fileName }: ImportJob): string {
  return kind === 'apkg' ? 'anki' : kind === 'json' ? 'json' : `${kind}:${fileName}`;
}

interface Targets {
  content: ContentImport;
  people: PeopleImport;
  history: ReturnType<typeof createHistoryImport> | undefined;
  ctx: JobContext;
}

/**
 * One batch after another; only those of atoms do not depend on one another, nor those of history, so
 * one is made ready while the database takes another.
 */
async function eachBatch(
  batches: AsyncIterable<ReadBatch>,
  apply: (batch: ReadBatch) => Promise<void>,
): Promise<void> {
  let type: ReadBatch['type'] | undefined;
  let running: Promise<void>[] = [];
  try {
    for await (const batch of batches) {
      const isAlike = batch.type === type && (type === 'atoms' || type === 'history');
      if (isAlike) await running.at(-AT_ONCE);
      else {
        await Promise.all(running);
        running = [];
      }
      type = batch.type;
      const applied = apply(batch);
      // Heard of before the next; until then it must not count as unheard.
      applied.catch(() => undefined);
      running.push(applied);
    }
    await Promise.all(running);
  } finally {
    await Promise.allSettled(running);
  }
}

async function applyBatch(
  batch: ReadBatch,
  { content, people, history, ctx }: Targets,
): Promise<void> {
  const { report } = content;
  switch (batch.type) {
    case 'problems':
      for (const problem of batch.problems) addProblem(report, problem);
      return;
    case 'people':
      await people.apply(batch.people);
      return;
    case 'history':
      if (!history) return;
      await ctx.transact(async (db) => {
        const { reviews, states } = batch;
        const promptId = await content.resolvePrompts(db, [...reviews, ...states]);
        await history.apply(db, { reviews, states, promptId });
      });
      return;
    default:
      await content.apply(batch);
  }
}

function sizeOf(batch: ReadBatch): number {
  if (batch.type === 'atoms') return batch.atoms.length;
  if (batch.type === 'history') return batch.reviews.length;
  return batch.type === 'media' ? batch.media.length : 0;
}

async function fail(
  ctx: JobContext,
  found: ImportJob,
  error: { code: string; message: string },
): Promise<void> {
  await ctx.complete((db) =>
    updateImport(db, found.id, {
      status: 'failed',
      progress: found.progress,
      report: createImportReport(),
      error: { code: error.code, detail: error.message },
    }),
  );
}
