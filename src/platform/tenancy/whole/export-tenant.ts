import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { Database } from '../../database/database.ts';
import { listTenantTables, readTableRows, type TenantTable } from './tenant-tables.store.ts';

/** Tables that are not in an export: secrets, and what is made from others again. */
export const leftOut: Record<string, string> = {
  access_token: 'secret',
  api_key: 'secret',
  idempotency_key: 'secret',
  tenant_secret: 'secret',
  lti_tool_key: 'secret',
  lti_login: 'secret',
  lti_claim: 'secret',
  scim_token: 'secret',
  lrs_tombstone: 'who was erased',
  job: 'work under way',
  search_entry: 'made from decks',
  statement_key: 'made from statements',
  lrs_fact: 'made from statements',
  lrs_term: 'made from statements',
  lrs_rollup: 'made from statements',
  lrs_day: 'made from statements',
  lrs_day_item: 'made from statements',
};

/** Columns that are left out of their table. */
const secretColumns: Record<string, string[]> = {
  tenant: ['data_keys'],
  lrs_credential: ['secret_hash', 'previous_hash'],
  lti_invitation: ['token_hash'],
  cmi5_session: ['fetch_hash', 'token_hash'],
  scim_client: ['secret_hash'],
};

/** A file of an export that is no table. */
export interface ExportedFile {
  name: string;
  /** Undefined when it is gone. */
  open(): Promise<Readable | undefined>;
}

export interface TenantExport {
  database: Database;
  tenantId: string;
  files: AsyncIterable<ExportedFile>;
}

const PAGE = 500;

/**
 * Writes a zip with every table as JSON Lines in `tables/`, and files. It is read page by page, so what
 * changes meanwhile may be in it or not. Answers how many rows of which table.
 */
export async function exportTenant(
  { database, tenantId, files }: TenantExport,
  target: string,
): Promise<Record<string, number>> {
  const tables = await database.read(tenantId, listTenantTables);
  const counts: Record<string, number> = {};
  const zip = new ZipFile();
  const draft = `${target}.part`;
  const written = pipeline(zip.outputStream, createWriteStream(draft));
  // Where the file cannot be written, sources would wait for ever.
  const add = (name: string, content: Readable) =>
    Promise.race([append(zip, name, content), written]);
  try {
    for (const table of tables.filter(({ name }) => !(name in leftOut))) {
      const rows = rowsOf(database, tenantId, table, (count) => {
        counts[table.name] = count;
      });
      await add(`tables/${table.name}.jsonl`, Readable.from(rows, { objectMode: false }));
    }
    for await (const { name, open } of files) {
      const content = await open();
      if (content) await add(name, content);
    }
    zip.end();
    await written;
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  return counts;
}

/** One after another: the next source is opened only when the last is in the zip. */
async function append(zip: ZipFile, name: string, content: Readable): Promise<void> {
  const ended = new Promise<void>((resolve, reject) => {
    content.once('end', resolve).once('error', reject);
  });
  zip.addReadStream(content, name, { compress: !/\.(png|jpe?g|webp|mp[34]|zip)$/.test(name) });
  await ended;
}

async function* rowsOf(
  database: Database,
  tenantId: string,
  table: TenantTable,
  count: (rows: number) => void,
): AsyncGenerator<string> {
  const without = secretColumns[table.name] ?? [];
  let rows = 0;
  let after: string[] | undefined;
  for (;;) {
    const from = after;
    const page = await database.read(tenantId, (db) =>
      readTableRows(db, table, { after: from, limit: PAGE, without }),
    );
    rows += page.length;
    count(rows);
    if (page.length > 0) yield page.map(({ json }) => `${json}\n`).join('');
    after = page.at(-1)?.key;
    if (page.length < PAGE || table.keys.length === 0) return;
  }
}
