import { createInterface } from 'node:readline/promises';
import { Readable } from 'node:stream';
import type { Hub } from '../hub.ts';
import { BlobError } from '../platform/blobs/blobs.ts';
import { listTenants, type TenantRow } from '../platform/tenancy/tenants.store.ts';
import { eraseTenant } from '../platform/tenancy/whole/erase-tenant.ts';
import { type ExportedFile, exportTenant } from '../platform/tenancy/whole/export-tenant.ts';
import { readTableRows } from '../platform/tenancy/whole/tenant-tables.store.ts';
import { attachmentOwner } from '../xapi/attachments/attachment-blobs.ts';
import { exportStatements } from '../xapi/transfer/export-statements.ts';
import { withHub } from './connect.ts';
import { exitCodes, type Output } from './output.ts';

/** Running hubs remember keys for ten seconds; nobody else opens an embedded database. */
const SETTLE_MS = 12_000;

export interface TenantArguments {
  /** Name or id; default the only one. */
  tenant?: string;
}

/** `hub tenant export FILE`: everything of a tenant in a zip. */
export async function exportTenantCommand(
  { file, tenant }: TenantArguments & { file: string },
  out: Output,
): Promise<number> {
  return withHub(async (hub) => {
    const { tenantId, name } = await findTenant(hub, tenant);
    const files = filesOf(hub, tenantId);
    const rows = await exportTenant({ database: hub.database, tenantId, files }, file);
    const sum = Object.values(rows).reduce((total, count) => total + count, 0);
    out.result({ tenantId, name, file, rows }, [
      `${file}: ${sum} rows of ${Object.keys(rows).length} tables of ${name}`,
    ]);
    return exitCodes.done;
  });
}

/** `hub tenant erase`: everything of a tenant is gone, once its name was given. */
export async function eraseTenantCommand(
  { tenant, confirm }: TenantArguments & { confirm?: string },
  out: Output,
): Promise<number> {
  return withHub(async (hub) => {
    const { tenantId, name } = await findTenant(hub, tenant);
    const given = confirm ?? (await ask(`Erase everything of "${name}"? Type its name: `));
    if (given !== name) {
      throw new Error(
        `Nothing was erased: that is not the tenant's name. Give --confirm "${name}"`,
      );
    }
    const { database, blobs } = hub;
    const settleMs = database.kind === 'pglite' ? 0 : SETTLE_MS;
    const rows = await eraseTenant({ database, blobs, settleMs }, tenantId);
    const sum = Object.values(rows).reduce((total, count) => total + count, 0);
    out.result({ tenantId, name, rows }, [`${name} is erased: ${sum} rows, and all files.`]);
    return exitCodes.done;
  });
}

export async function findTenant(
  { database }: Hub,
  wanted: string | undefined,
): Promise<TenantRow> {
  const tenants = await listTenants(database.lookup);
  const named = tenants.filter(
    ({ tenantId, name }) => wanted === undefined || wanted === name || wanted === tenantId,
  );
  const [tenant, ...others] = named;
  if (!tenant) throw new Error(`There is no tenant "${wanted}".`);
  if (others.length > 0) {
    throw new Error(
      `Which one? ${tenants.map(({ name, tenantId }) => `${name} (${tenantId})`).join(', ')}. Give --tenant.`,
    );
  }
  return tenant;
}

async function ask(question: string): Promise<string> {
  if (!process.stdin.isTTY) return '';
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}

/** Statements as `/xapi` shows them, media of decks, contents of attachments and of courses. */
async function* filesOf(
  { database, blobs }: Pick<Hub, 'database' | 'blobs'>,
  tenantId: string,
): AsyncGenerator<ExportedFile> {
  yield {
    name: 'statements.jsonl',
    open: async () =>
      Readable.from(
        exportStatements(database, {
          ...{ tenantId, format: 'jsonl', selection: {}, after: 0, through: undefined },
        }),
        { objectMode: false },
      ),
  };
  const found = (content: Promise<Readable>) =>
    content.catch((error) => {
      if (error instanceof BlobError && error.code === 'not_found') return undefined;
      throw error;
    });
  for await (const { sha256, ext } of rowsOf(database, tenantId, 'asset')) {
    yield { name: `media/${sha256}.${ext}`, open: () => found(blobs.get(tenantId, `${sha256}`)) };
  }
  for await (const { sha2, sha256 } of rowsOf(database, tenantId, 'lrs_content')) {
    const owner = attachmentOwner(tenantId);
    yield { name: `attachments/${sha2}`, open: () => found(blobs.get(owner, `${sha256}`)) };
  }
  for await (const { course_id: id, path, sha256 } of rowsOf(database, tenantId, 'course_file')) {
    const owner = { tenantId, jobId: `${id}` };
    yield { name: `courses/${id}/${path}`, open: () => found(blobs.get(owner, `${sha256}`)) };
  }
}

const keys = {
  asset: [{ name: 'sha256', type: 'text' }],
  lrs_content: [{ name: 'sha2', type: 'text' }],
  course_file: [
    { name: 'course_id', type: 'uuid' },
    { name: 'key', type: 'text' },
  ],
};

async function* rowsOf(
  database: Hub['database'],
  tenantId: string,
  name: keyof typeof keys,
): AsyncGenerator<Record<string, unknown>> {
  const table = { name, keys: keys[name], references: [] };
  for (let after: string[] | undefined; ; ) {
    const range = { after, limit: 500, without: [] };
    const page = await database.read(tenantId, (db) => readTableRows(db, table, range));
    for (const { json } of page) yield JSON.parse(json);
    after = page.at(-1)?.key;
    if (!after) return;
  }
}
