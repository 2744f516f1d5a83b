import type { TenantDb } from '../database/database.ts';
import { storableJson } from '../storable-json.ts';
import { type AuditRecord, type ChainedRecord, chainHash, GENESIS } from './audit.ts';

/** Any number that no other advisory lock with a tenant uses. */
const LOCK = 7_265_001;

/** Appends to the tenant's chain, in the transaction of the change it tells of. */
export async function audit(db: TenantDb, record: AuditRecord): Promise<void> {
  await db.query('select pg_advisory_xact_lock($1, hashtext($2))', [LOCK, db.tenantId]);
  const { rows } = await db.query<{ seq: number; hash: string }>(
    'select seq, hash from audit_entry where tenant_id = $1 order by seq desc limit 1',
    [db.tenantId],
  );
  const previous = rows[0]?.hash ?? GENESIS;
  const chained: ChainedRecord = {
    actor: record.actor,
    action: record.action,
    // As they are stored, so that the hash is of what can be read again.
    subject: storable(record.subject),
    detail: storable(record.detail),
    seq: (rows[0]?.seq ?? 0) + 1,
    at: new Date().toISOString(),
  };
  await db.query(
    `insert into audit_entry (tenant_id, seq, at, actor, action, subject, detail, previous_hash, hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      db.tenantId,
      chained.seq,
      chained.at,
      chained.actor,
      chained.action,
      JSON.stringify(chained.subject),
      JSON.stringify(chained.detail),
      previous,
      chainHash(db.tenantId, previous, chained),
    ],
  );
}

function storable<T>(value: T): T {
  return JSON.parse(storableJson(value));
}

export interface AuditEntry extends Omit<ChainedRecord, 'at'> {
  at: Date;
  previousHash: string;
  hash: string;
}

/** Newest first, before the given number. */
export async function listAuditEntries(
  db: TenantDb,
  { before, limit }: { before: number | undefined; limit: number },
): Promise<AuditEntry[]> {
  const { rows } = await db.query<AuditEntry>(
    `select seq, at, actor, action, subject, detail, previous_hash as "previousHash", hash
     from audit_entry where tenant_id = $1 and ($2::bigint is null or seq < $2)
     order by seq desc limit $3`,
    [db.tenantId, before ?? null, limit],
  );
  return rows;
}

/** Oldest first, after the given number. */
export async function readAuditChain(
  db: TenantDb,
  { after, limit }: { after: number; limit: number },
): Promise<AuditEntry[]> {
  const { rows } = await db.query<AuditEntry>(
    `select seq, at, actor, action, subject, detail, previous_hash as "previousHash", hash
     from audit_entry where tenant_id = $1 and seq > $2 order by seq limit $3`,
    [db.tenantId, after, limit],
  );
  return rows;
}
