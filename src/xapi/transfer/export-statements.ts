import {
  latestSeq,
  type PlacedStatement,
  type Selection,
  statementsAfter,
} from '@crosswalk/xapi-lrs';
import type { Database } from '../../platform/database/database.ts';
import { csvHeader, csvRow } from './csv-columns.ts';

export const exportFormats = ['jsonl', 'csv'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportRequest {
  tenantId: string;
  format: ExportFormat;
  selection: Selection;
  after: number;
  /** Default: what there is when the export begins. */
  through: number | undefined;
}

const PAGE = 500;

/** The text of a file, a page of statements at a time. */
export async function* exportStatements(
  database: Database,
  { tenantId, format, selection, after, through }: ExportRequest,
): AsyncGenerator<string> {
  const { header, line } = writers[format];
  const end = through ?? (await database.read(tenantId, latestSeq));
  if (header !== '') yield header;
  for (let cursor: number | undefined = after; cursor !== undefined; ) {
    const stretch = { selection, after: cursor, through: end, limit: PAGE };
    const page: PlacedStatement[] = await database.read(tenantId, (db) =>
      statementsAfter(db, stretch),
    );
    if (page.length > 0) yield page.map(line).join('');
    cursor = page.length < PAGE ? undefined : page.at(-1)?.seq;
  }
}

interface Writer {
  header: string;
  line(statement: PlacedStatement): string;
}

const writers: Record<ExportFormat, Writer> = {
  jsonl: { header: '', line: ({ json }) => `${json}\n` },
  csv: { header: csvHeader, line: ({ json }) => csvRow(JSON.parse(json)) },
};
