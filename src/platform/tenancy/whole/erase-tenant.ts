import { setTimeout } from 'node:timers/promises';
import type { Blobs } from '../../blobs/blobs.ts';
import type { Database } from '../../database/database.ts';
import {
  allowErasing,
  deleteTableRows,
  listTenantTables,
  type TenantTable,
} from './tenant-tables.store.ts';

const BATCH = 5_000;
/** What comes in while tables are emptied is gone after the second round. */
const ROUNDS = 2;

/** What lets anybody in goes first, and the tenant itself last. */
const first = [
  'api_key',
  'access_token',
  'lrs_credential',
  'lrs_issuer',
  'lti_registration',
  'lti_login',
  'lti_invitation',
  'lti_claim',
  'scim_token',
  'scim_client',
  'job',
];
const last = 'tenant';

/**
 * Deletes every row of a tenant and every blob; answers how many rows of which table.
 * @param settleMs how long other processes may go on to know the keys that are deleted first
 */
export async function eraseTenant(
  { database, blobs, settleMs }: { database: Database; blobs: Blobs; settleMs: number },
  tenantId: string,
): Promise<Record<string, number>> {
  const tables = inOrder(await database.read(tenantId, listTenantTables));
  const deleted: Record<string, number> = {};
  for (let round = 0; round < ROUNDS; round++) {
    if (round > 0) await setTimeout(settleMs);
    for (const table of tables) {
      const rows = await eraseTable(database, tenantId, table);
      if (rows > 0) deleted[table.name] = (deleted[table.name] ?? 0) + rows;
    }
  }
  await blobs.deleteTenant(tenantId);
  return deleted;
}

async function eraseTable(
  database: Database,
  tenantId: string,
  table: TenantTable,
): Promise<number> {
  let sum = 0;
  for (;;) {
    const count = await database.tenant(tenantId, async (db) => {
      await allowErasing(db);
      return deleteTableRows(db, table, BATCH);
    });
    sum += count;
    if (count < BATCH) return sum;
  }
}

/** Tables before those that they point to. */
function inOrder(tables: readonly TenantTable[]): TenantTable[] {
  const ordered: TenantTable[] = [];
  const seen = new Set<string>();
  const pointingTo = (name: string) =>
    tables.filter((table) => table.name !== name && table.references.includes(name));
  const visit = (table: TenantTable): void => {
    if (seen.has(table.name)) return;
    seen.add(table.name);
    for (const other of pointingTo(table.name)) visit(other);
    ordered.push(table);
  };
  const rank = ({ name }: TenantTable) => (first.includes(name) ? 0 : name === last ? 2 : 1);
  for (const table of tables.toSorted((a, b) => rank(a) - rank(b))) visit(table);
  return ordered;
}
