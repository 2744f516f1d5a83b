import { Type } from 'typebox';
import { ImportReport } from '../../core/decks/importing/import-report.ts';
import { audit } from '../../platform/audit/audit.store.ts';
import { pageById } from '../../platform/http/paging.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id, Nullable, OneOf, Page, PageQuery, Time } from '../../platform/http/shapes.ts';
import { getImport, type ImportJob, listImports } from './import-job.store.ts';
import { type ImportDeps, startImport } from './start-import.ts';

const tag = 'Imports';

const Import = Type.Object({
  id: Id,
  kind: Type.String({ description: 'apkg, csv, xlsx, json or course, as its content told' }),
  fileName: Type.String(),
  status: OneOf(['queued', 'running', 'succeeded', 'failed']),
  progress: Type.Object({
    phase: OneOf(['waiting', 'reading', 'publishing', 'done']),
    done: Type.Integer(),
    total: Type.Integer({ description: '0: not known' }),
  }),
  report: ImportReport,
  error: Nullable(Type.Object({ code: Type.String(), detail: Type.String() })),
  createdAt: Time,
  finishedAt: Nullable(Time),
});

const UploadForm = Type.Object({
  file: Type.Unsafe<unknown>({ type: 'string', format: 'binary' }),
  personId: Type.Optional(
    Type.String({
      description: "whose study history an .apkg carries; default the caller's own person",
    }),
  ),
  deckId: Type.Optional(Type.String({ description: 'deck below which everything is put' })),
  mapping: Type.Optional(
    Type.String({ description: 'JSON object from column (name or 1-based number) to field' }),
  ),
  scheduling: Type.Optional(OneOf(['keep', 'drop'])),
  rows: Type.Optional(OneOf(['cards', 'people'])),
  pages: Type.Optional({
    ...OneOf(['deck'] as const),
    description:
      'of a course: its pages become a deck too, where they hold plain text or questions',
  }),
  mode: Type.Optional({
    ...OneOf(['plan', 'apply'] as const),
    description:
      '`plan`, of a table of people: `report.plan` tells what would be new or updated, and nothing is stored; default `apply`',
  }),
});

function importBody({ options: _o, fileHash: _f, createdBy: _c, ...body }: ImportJob) {
  return body;
}

/** `/v1/imports`: files come in. */
export function importRoutes(deps: ImportDeps) {
  const { database } = deps;
  return [
    route({
      method: 'post',
      path: '/v1/imports',
      id: 'createImport',
      tag,
      summary:
        'Import a file: an Anki package, a spreadsheet (CSV, TSV, Excel), a deck document or a course (SCORM, cmi5, xAPI, AICC)',
      description:
        'Its kind is told by its content. A file that is hostile or unknown is refused at once and nothing of it is kept. Importing the same file again changes nothing.',
      access: { scope: 'imports:write' },
      stream: { contentType: 'multipart/form-data', schema: UploadForm },
      answers: { 202: Import },
      handle: async ({ caller, request }) => {
        const job = await startImport(deps, caller, request);
        await database.tenant(caller.tenantId, (db) =>
          audit(db, {
            actor: caller.name,
            action: 'import.started',
            subject: { type: 'import', id: job.id },
            detail: { kind: job.kind, fileName: job.fileName, sha256: job.fileHash },
          }),
        );
        return {
          status: 202,
          body: importBody(job),
          headers: { Location: `/v1/imports/${job.id}` },
        };
      },
    }),
    route({
      method: 'get',
      path: '/v1/imports',
      id: 'listImports',
      tag,
      summary: 'List imports, newest first',
      access: { scope: 'imports:write' },
      query: PageQuery,
      answers: { 200: Page(Import) },
      handle: async ({ caller, query }) => {
        const page = await database.read(caller.tenantId, (db) =>
          pageById(query, (range) => listImports(db, range)),
        );
        return { status: 200, body: { ...page, data: page.data.map(importBody) } };
      },
    }),
    route({
      method: 'get',
      path: '/v1/imports/{importId}',
      id: 'getImport',
      tag,
      summary: 'How far an import is, and what it did',
      access: { scope: 'imports:write' },
      params: Type.Object({ importId: Id }),
      answers: { 200: Import },
      handle: async ({ caller, params }) => {
        const job = await database.read(caller.tenantId, (db) => getImport(db, params.importId));
        if (!job) throw new Problem(404, 'not_found', { detail: 'There is no such import.' });
        return { status: 200, body: importBody(job) };
      },
    }),
  ];
}
