import { Type } from 'typebox';
import { getDeck } from '../../core/decks/deck.ts';
import { audit } from '../../platform/audit/audit.store.ts';
import type { Blobs } from '../../platform/blobs/blobs.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import { pageById } from '../../platform/http/paging.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id, Nullable, OneOf, Page, PageQuery, Time } from '../../platform/http/shapes.ts';
import { enqueue } from '../../platform/jobs/enqueue.ts';
import { isExpired, KEPT_DAYS } from '../kept-files.ts';
import { ExportOptions, exportFormats, fileTypes } from './export-format.ts';
import { type ExportJob, getExport, insertExport, listExports } from './export-job.store.ts';

const tag = 'Exports';
export const EXPORT_JOB = 'export';

const Export = Type.Object({
  id: Id,
  deckId: Id,
  format: OneOf(exportFormats),
  status: OneOf(['queued', 'running', 'succeeded', 'failed']),
  progress: Type.Object({
    done: Type.Number(),
    total: Type.Number({ description: '0: not known' }),
  }),
  error: Nullable(Type.Object({ code: Type.String(), detail: Type.String() })),
  fileName: Nullable(Type.String()),
  fileBytes: Nullable(Type.Integer()),
  createdAt: Time,
  finishedAt: Nullable(Time),
});

function exportBody({ options: _o, fileHash: _h, ...body }: ExportJob) {
  return body;
}

/** `/v1/exports`: decks go out as files. */
export function exportRoutes({ database, blobs }: { database: Database; blobs: Blobs }) {
  return [
    route({
      method: 'post',
      path: '/v1/decks/{deckId}/exports',
      id: 'createExport',
      tag,
      summary: 'Export the published revision of a deck as a file',
      access: { scope: 'exports:write' },
      params: Type.Object({ deckId: Id }),
      body: Type.Object(
        {
          format: OneOf(exportFormats),
          children: Type.Boolean({ default: true, description: 'with the decks below it' }),
          options: Type.Optional(ExportOptions),
        },
        { additionalProperties: false },
      ),
      answers: { 202: Export },
      handle: async ({ caller, params, body }) => {
        const job = await database.tenant(caller.tenantId, async (db) => {
          await getDeck(db, params.deckId);
          const id = uuidv7();
          const { format, children, options } = body;
          const stored = await insertExport(db, {
            id,
            deckId: params.deckId,
            format,
            options: { ...options, children },
            createdBy: caller.name,
          });
          await enqueue(db, { kind: EXPORT_JOB, payload: { exportId: id }, key: id });
          await audit(db, {
            actor: caller.name,
            action: 'export.started',
            subject: { type: 'deck', id: params.deckId },
            detail: { format, children },
          });
          return stored;
        });
        if (!job) throw new Error('the export was not stored');
        return {
          status: 202,
          body: exportBody(job),
          headers: { Location: `/v1/exports/${job.id}` },
        };
      },
    }),
    route({
      method: 'get',
      path: '/v1/exports',
      id: 'listExports',
      tag,
      summary: 'List exports, newest first',
      access: { scope: 'exports:write' },
      query: PageQuery,
      answers: { 200: Page(Export) },
      handle: async ({ caller, query }) => {
        const page = await database.read(caller.tenantId, (db) =>
          pageById(query, (range) => listExports(db, range)),
        );
        return { status: 200, body: { ...page, data: page.data.map(exportBody) } };
      },
    }),
    route({
      method: 'get',
      path: '/v1/exports/{exportId}',
      id: 'getExport',
      tag,
      summary: 'How far an export is',
      access: { scope: 'exports:write' },
      params: Type.Object({ exportId: Id }),
      answers: { 200: Export },
      handle: async ({ caller, params }) => {
        const job = await database.read(caller.tenantId, (db) => getExport(db, params.exportId));
        if (!job) throw new Problem(404, 'not_found', { detail: 'There is no such export.' });
        return { status: 200, body: exportBody(job) };
      },
    }),
    route({
      method: 'get',
      path: '/v1/exports/{exportId}/file',
      id: 'getExportFile',
      tag,
      summary: `Download the file; 409 until it is ready, 410 when it is older than ${KEPT_DAYS} days`,
      access: { scope: 'exports:write' },
      params: Type.Object({ exportId: Id }),
      answers: { 200: { file: 'application/octet-stream' } },
      handle: async ({ caller, params }) => {
        const job = await database.read(caller.tenantId, (db) => getExport(db, params.exportId));
        if (!job) throw new Problem(404, 'not_found', { detail: 'There is no such export.' });
        if (!job.fileHash || job.fileName === null) {
          const detail = job.error?.detail ?? 'The file is not ready yet. Ask again in a moment.';
          throw new Problem(409, job.status === 'failed' ? 'export_failed' : 'not_ready', {
            detail,
          });
        }
        if (isExpired(job.finishedAt)) {
          throw new Problem(410, 'file_expired', {
            detail: `Files are kept for ${KEPT_DAYS} days. Export the deck again.`,
          });
        }
        return {
          status: 200,
          body: await blobs.get({ tenantId: caller.tenantId, jobId: job.id }, job.fileHash),
          headers: {
            'Content-Type': fileTypes[job.format].mime,
            'Content-Length': String(job.fileBytes),
            // RFC 6266 4.3: the plain name for old clients, the exact one in UTF-8.
            'Content-Disposition': `attachment; filename="${asciiName(job.fileName)}"; filename*=UTF-8''${encodeURIComponent(job.fileName)}`,
          },
        };
      },
    }),
  ];
}

function asciiName(name: string): string {
  return name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
}
