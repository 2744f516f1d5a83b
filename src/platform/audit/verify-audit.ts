import type { Database } from '../database/database.ts';
import { readAuditChain } from './audit.store.ts';
import { chainHash, GENESIS } from './audit.ts';

export type AuditVerdict =
  | { intact: true; entries: number; head: string }
  | { intact: false; entries: number; seq: number; reason: string };

const PAGE = 1_000;

/** Walks a tenant's whole chain; stops at the first entry that does not fit. */
export async function verifyAudit(database: Database, tenantId: string): Promise<AuditVerdict> {
  let previous = GENESIS;
  let seq = 0;
  for (;;) {
    const page = await database.read(tenantId, (db) =>
      readAuditChain(db, { after: seq, limit: PAGE }),
    );
    for (const entry of page) {
      const broken = (reason: string): AuditVerdict => ({
        intact: false,
        entries: seq,
        seq: entry.seq,
        reason,
      });
      if (entry.seq !== seq + 1) return broken(`entry ${seq + 1} is missing`);
      if (entry.previousHash !== previous) return broken('does not follow the entry before it');
      const { actor, action, subject, detail, hash } = entry;
      const record = { actor, action, subject, detail, seq: entry.seq, at: entry.at.toISOString() };
      if (chainHash(tenantId, previous, record) !== hash) return broken('was changed');
      previous = hash;
      seq = entry.seq;
    }
    if (page.length < PAGE) return { intact: true, entries: seq, head: previous };
  }
}
