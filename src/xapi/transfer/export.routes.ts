import { Readable } from 'node:stream';
import { seqBefore } from '@crosswalk/xapi-lrs';
import { Type } from 'typebox';
import { audit } from '../../platform/audit/audit.store.ts';
import type { Database } from '../../platform/database/database.ts';
import { route } from '../../platform/http/route.ts';
import { OneOf } from '../../platform/http/shapes.ts';
import { selectionOfQuery, selectionQuery } from '../selection.ts';
import { csvColumns } from './csv-columns.ts';
import { type ExportFormat, exportFormats, exportStatements } from './export-statements.ts';

const mediaTypes: Record<ExportFormat, string> = {
  jsonl: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
};

const columns = csvColumns.map(({ name, doc }) => `\`${name}\` (${doc})`).join(', ');

/** `/v1/statements/export`: a file of statements. */
export function statementExportRoutes({ database }: { database: Database }) {
  return [
    route({
      method: 'get',
      path: '/v1/statements/export',
      id: 'exportStatements',
      tag: 'Statements',
      summary: 'Statements as JSON Lines or CSV, in the order in which they were stored',
      description: `JSON Lines has each statement exactly as \`/xapi\` gives it. CSV has the columns ${columns}; texts that a spreadsheet would take for formulas begin with an apostrophe. Statements that were voided are left out. An answer that breaks off is not complete.`,
      access: { scope: 'statements:read' },
      query: Type.Object(
        {
          format: Type.Optional(OneOf(exportFormats)),
          ...selectionQuery,
          since: Type.Optional(
            Type.String({ format: 'date-time', description: 'stored then or later' }),
          ),
          until: Type.Optional(
            Type.String({ format: 'date-time', description: 'stored then or before' }),
          ),
        },
        { additionalProperties: false },
      ),
      answers: { 200: { file: 'application/x-ndjson' } },
      handle: async ({ caller, query, request, log }) => {
        const { format = 'jsonl', since, until, ...named } = query;
        const selection = selectionOfQuery(named);
        await database.tenant(caller.tenantId, (db) =>
          audit(db, {
            actor: caller.name,
            action: 'statements.exported',
            subject: { type: 'tenant', id: caller.tenantId },
            detail: { format, since, until },
          }),
        );
        const text = exportStatements(database, {
          ...{ tenantId: caller.tenantId, format, selection },
          after: since === undefined ? 0 : seqBefore(new Date(since)),
          through: until === undefined ? undefined : seqBefore(new Date(Date.parse(until) + 1)),
        });
        const body = Readable.from(text, { objectMode: false });
        // Nothing but a broken connection tells the reader then that something is missing.
        body.once('error', (error) => {
          log.warn({ err: error }, 'an export broke off');
          request.destroy();
        });
        return {
          status: 200,
          body,
          headers: {
            'Content-Type': mediaTypes[format],
            'Content-Disposition': `attachment; filename="statements.${format}"`,
          },
        };
      },
    }),
  ];
}
