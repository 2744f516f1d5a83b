import { Type } from 'typebox';
import { audit } from '../../platform/audit/audit.store.ts';
import type { Blobs } from '../../platform/blobs/blobs.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import { pageById } from '../../platform/http/paging.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id, Nullable, OneOf, Page, PageQuery, Time } from '../../platform/http/shapes.ts';
import { enqueue } from '../../platform/jobs/enqueue.ts';
import {
  findStatementImport,
  insertStatementImport,
  listStatementImports,
  type StatementImport,
} from './import.store.ts';
import { receiveFile } from './receive-file.ts';
import { STATEMENT_IMPORT_JOB } from './run-import.ts';
import { emptyReport, TransferReport } from './transfer-report.ts';

const tag = 'Statements';
const access = { scope: 'statements:write' } as const;

const Import = Type.Object({
  id: Id,
  fileName: Type.String(),
  status: OneOf(['queued', 'running', 'succeeded', 'failed']),
  progress: Type.Object({
    done: Type.Integer({ description: 'bytes' }),
    total: Type.Integer({ description: 'bytes' }),
    lines: Type.Integer(),
  }),
  report: TransferReport,
  error: Nullable(Type.Object({ code: Type.String(), detail: Type.String() })),
  createdAt: Time,
  finishedAt: Nullable(Time),
});

export interface ImportRoutesDeps {
  database: Database;
  blobs: Blobs;
  maxUploadBytes: number;
}

function importBody(found: StatementImport) {
  const { id, fileName, status, readBytes, bytes, lines, report, error } = found;
  const { createdAt, finishedAt } = found;
  const progress = { done: readBytes, total: bytes, lines };
  return { id, fileName, status, progress, report, error, createdAt, finishedAt };
}

/** `/v1/statements/imports`: statements that another LRS has written into a file. */
export function statementImportRoutes({ database, blobs, maxUploadBytes }: ImportRoutesDeps) {
  return [
    route({
      method: 'post',
      path: '/v1/statements/imports',
      id: 'importStatements',
      tag,
      summary: 'Import statements from JSON Lines: one statement on each line',
      description:
        'As multipart/form-data in the part `file`, or as the body itself (application/x-ndjson). Ids are kept, so the same file again changes nothing. `stored` is set anew, as xAPI asks of an LRS; it becomes the timestamp of statements that have none.',
      access,
      query: Type.Object(
        {
          authority: Type.Optional(
            Type.Unsafe<'keep' | 'replace'>({
              ...OneOf(['keep', 'replace']),
              description:
                'keep (default) the authority that statements have, or say of all that this import vouches for them',
            }),
          ),
        },
        { additionalProperties: false },
      ),
      stream: {
        contentType: 'multipart/form-data',
        schema: Type.Object({ file: Type.Unsafe<unknown>({ type: 'string', format: 'binary' }) }),
      },
      answers: { 202: Import },
      handle: async ({ caller, request, query: { authority = 'keep' } }) => {
        const { tenantId, name } = caller;
        const id = uuidv7();
        const file = await receiveFile(request, {
          maxBytes: maxUploadBytes,
          store: (source) => blobs.put({ tenantId, jobId: id }, source),
        });
        const made = await database.tenant(tenantId, async (db) => {
          const keepAuthority = authority === 'keep';
          const report = emptyReport();
          const inserted = await insertStatementImport(db, {
            ...{ ...file, id, keepAuthority, createdBy: name, report },
          });
          await enqueue(db, { kind: STATEMENT_IMPORT_JOB, payload: { importId: id }, key: id });
          await audit(db, {
            actor: name,
            action: 'statements.imported',
            subject: { type: 'statement_import', id },
            detail: { fileName: file.fileName, sha256: file.sha256, authority },
          });
          return inserted;
        });
        if (!made) throw new Error('the import was not stored');
        const headers = { Location: `/v1/statements/imports/${id}` };
        return { status: 202, body: importBody(made), headers };
      },
    }),
    route({
      method: 'get',
      path: '/v1/statements/imports',
      id: 'listStatementImports',
      tag,
      summary: 'List imports of statements, newest first',
      access,
      query: PageQuery,
      answers: { 200: Page(Import) },
      handle: async ({ caller, query }) => {
        const page = await database.read(caller.tenantId, (db) =>
          pageById(query, (range) => listStatementImports(db, range)),
        );
        return { status: 200, body: { ...page, data: page.data.map(importBody) } };
      },
    }),
    route({
      method: 'get',
      path: '/v1/statements/imports/{importId}',
      id: 'getStatementImport',
      tag,
      summary: 'How far an import of statements is, and what it did',
      access,
      params: Type.Object({ importId: Id }),
      answers: { 200: Import },
      handle: async ({ caller, params: { importId } }) => {
        const found = await database.read(caller.tenantId, (db) =>
          findStatementImport(db, importId),
        );
        if (!found) throw new Problem(404, 'not_found', { detail: 'There is no such import.' });
        return { status: 200, body: importBody(found) };
      },
    }),
  ];
}
