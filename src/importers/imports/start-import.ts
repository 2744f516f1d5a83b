import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { createImportReport } from '../../core/decks/importing/import-report.ts';
import type { Blobs } from '../../platform/blobs/blobs.ts';
import { isUuid, uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import { ImportRefusedError } from '../../platform/files/import-refused-error.ts';
import { enqueue } from '../../platform/jobs/enqueue.ts';
import type { Caller } from '../../platform/tenancy/caller.ts';
import { inspectInWorker } from '../worker/import-worker.ts';
import type { CourseImporter } from './course-importer.ts';
import {
  getImport,
  type ImportJob,
  type ImportJobOptions,
  insertImport,
} from './import-job.store.ts';
import { receiveUpload } from './upload.ts';

export const IMPORT_JOB = 'import';

export interface ImportDeps {
  database: Database;
  blobs: Blobs;
  /** Folder for what is under way; each import gets one of its own in it and leaves nothing. */
  workFolder: string;
  maxUploadBytes: number;
  courses: CourseImporter;
}

/** Runs `work` with a folder that is gone afterwards, whatever happens. */
export async function withWorkDir<T>(
  parent: string,
  work: (dir: string) => Promise<T>,
): Promise<T> {
  await mkdir(parent, { recursive: true });
  const dir = await mkdtemp(join(parent, 'import-'));
  try {
    return await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/**
 * Takes an uploaded file: refuses what is hostile or unknown before anything is stored, then keeps
 * it and queues its import.
 * @throws ImportRefusedError
 */
export async function startImport(
  deps: ImportDeps,
  caller: Caller,
  request: IncomingMessage,
): Promise<ImportJob> {
  return withWorkDir(deps.workFolder, async (workDir) => {
    const upload = await receiveUpload(request, { folder: workDir, maxBytes: deps.maxUploadBytes });
    const options = readOptions(upload.fields, caller);
    const inspection = await inspectInWorker({
      path: upload.path,
      identity: fileIdentity(caller.tenantId, upload.sha256),
      options: {
        fileName: upload.fileName,
        scheduling: options.scheduling,
        workDir,
        ...(options.rows && { rows: options.rows }),
        ...(options.mapping && { mapping: options.mapping }),
      },
    });
    if (options.mode === 'plan' && !isPeopleTable({ kind: inspection.kind, options })) {
      refuse('mode "plan" is for tables of people: send rows "people" with it.');
    }
    const { totals } = inspection;
    const total =
      inspection.kind === 'course'
        ? (await deps.courses.inspect({ path: upload.path, fileName: upload.fileName, workDir }))
            .files
        : totals.notes + totals.reviews + totals.media;
    const id = uuidv7();
    await deps.blobs.putFile({ tenantId: caller.tenantId, jobId: id }, upload.path, upload.sha256);
    const job = {
      id,
      kind: inspection.kind,
      fileName: upload.fileName,
      fileHash: upload.sha256,
      options,
      progress: {
        phase: 'waiting' as const,
        done: 0,
        total,
      },
      report: createImportReport(),
      createdBy: caller.name,
    };
    const stored = await deps.database.tenant(caller.tenantId, async (db) => {
      await insertImport(db, job);
      await enqueue(db, { kind: IMPORT_JOB, payload: { importId: job.id }, key: job.id });
      return getImport(db, job.id);
    });
    if (!stored) throw new Error('the import was not stored');
    return stored;
  });
}

/** Rows of spreadsheets are people where the sender says so. */
export function isPeopleTable({ kind, options }: Pick<ImportJob, 'kind' | 'options'>): boolean {
  return options.rows === 'people' && (kind === 'csv' || kind === 'xlsx');
}

/** What a tenant's file is called between looking it over and reading it. */
export const fileIdentity = (tenantId: string, sha256: string): string => `${tenantId} ${sha256}`;

const known = ['personId', 'deckId', 'mapping', 'scheduling', 'rows', 'kind', 'mode', 'pages'];

function readOptions(fields: Record<string, string>, caller: Caller): ImportJobOptions {
  const unknown = Object.keys(fields).find((name) => !known.includes(name));
  if (unknown) refuse(`The field "${unknown}" is not known here; there are ${known.join(', ')}.`);
  for (const name of ['personId', 'deckId'] as const) {
    if (fields[name] && !isUuid(fields[name])) refuse(`${name} is not an id.`);
  }
  const { scheduling = 'keep', rows = null, mode = 'apply' } = fields;
  if (scheduling !== 'keep' && scheduling !== 'drop')
    return refuse('scheduling is "keep" or "drop".');
  if (rows !== null && rows !== 'cards' && rows !== 'people')
    return refuse('rows is "cards" or "people".');
  const { pages } = fields;
  if (pages !== undefined && pages !== 'deck') return refuse('pages is "deck", or not sent.');
  if (mode !== 'plan' && mode !== 'apply') return refuse('mode is "plan" or "apply".');
  return {
    personId: fields.personId?.toLowerCase() ?? caller.personId ?? null,
    deckId: fields.deckId?.toLowerCase() ?? null,
    mapping: fields.mapping ? readMapping(fields.mapping) : null,
    rows,
    scheduling,
    mode,
    ...(pages && { pages }),
  };
}

function readMapping(text: string): Record<string, string> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      const entries = Object.entries(value);
      if (entries.every(([, field]) => typeof field === 'string'))
        return Object.fromEntries(entries);
    }
  } catch {
    // falls through to the same refusal
  }
  return refuse(
    'mapping is a JSON object from column to field, such as {"Country": "front", "2": "back"}.',
  );
}

function refuse(message: string): never {
  throw new ImportRefusedError('invalid_upload', message);
}
