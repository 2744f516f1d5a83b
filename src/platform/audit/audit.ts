import { createHash } from 'node:crypto';

export interface AuditRecord {
  /** Who: `key:<id>`, `session:<id>`, `job:<kind>` or `system`. */
  actor: string;
  /** What was done: `noun.verb` in the past. */
  action: string;
  subject: { type: string; id: string };
  detail: Record<string, unknown>;
}

export interface ChainedRecord extends AuditRecord {
  seq: number;
  at: string;
}

/** What the first entry of a tenant follows. */
export const GENESIS = '0'.repeat(64);

/** JSON with sorted keys, so that a value read back from the database hashes the same. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/** SHA-256 over the previous hash and the record: whoever changes one entry breaks all after it. */
export function chainHash(tenantId: string, previous: string, record: ChainedRecord): string {
  return createHash('sha256')
    .update(`${previous}\n${tenantId}\n${canonical(record)}`)
    .digest('hex');
}
