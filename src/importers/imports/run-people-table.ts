import {
  addProblem,
  createImportReport,
  type ImportReport,
} from '../../core/decks/importing/import-report.ts';
import {
  createPeopleImport,
  type PeopleImport,
} from '../../core/people/importing/people-import.ts';
import type { Database } from '../../platform/database/database.ts';
import type { JobContext } from '../../platform/jobs/job.ts';
import { readInWorker } from '../worker/import-worker.ts';
import type { ReadBatch } from '../worker/worker-messages.ts';
import { finishImport } from './finish-import.ts';
import { type ImportJob, updateImport } from './import-job.store.ts';
import { fileIdentity } from './start-import.ts';

/** One table tells of the same people as the next, whatever its name. */
export const PEOPLE_SYSTEM = 'csv';

interface PeopleTable {
  database: Database;
  tenantId: string;
  found: ImportJob;
  path: string;
  workDir: string;
  ctx: JobContext;
}

/**
 * A table of people is planned before anything of it is stored: one that cannot be read to its end
 * takes nobody over. Then it is read again, and applied.
 */
export async function runPeopleTable(table: PeopleTable): Promise<void> {
  const { found, ctx } = table;
  const progress = { ...found.progress, phase: 'reading' as const };
  await ctx.transact((db) =>
    updateImport(db, found.id, { status: 'running', progress, report: createImportReport() }),
  );
  const planned = await readTable(table, (people, batch) => people.plan(batch));
  const isPlan = found.options.mode === 'plan';
  const report = isPlan ? planned : await readTable(table, (people, batch) => people.apply(batch));
  await finishImport(ctx, { found, report, isPlan });
}

type PeopleBatch = Extract<ReadBatch, { type: 'people' }>['people'];

async function readTable(
  { database, tenantId, found, path, workDir, ctx }: PeopleTable,
  take: (people: PeopleImport, batch: PeopleBatch) => Promise<void>,
): Promise<ImportReport> {
  const report = createImportReport();
  const people = createPeopleImport({ database, tenantId, system: PEOPLE_SYSTEM, report });
  const { fileName, options } = found;
  const batches = readInWorker(
    {
      path,
      identity: fileIdentity(tenantId, found.fileHash),
      options: {
        ...{ fileName, workDir, scheduling: options.scheduling },
        ...(options.rows && { rows: options.rows }),
        ...(options.mapping && { mapping: options.mapping }),
      },
    },
    ctx.signal,
  );
  for await (const batch of batches) {
    if (batch.type === 'people') await take(people, batch.people);
    else if (batch.type === 'problems') {
      for (const problem of batch.problems) addProblem(report, problem);
    }
  }
  return report;
}
