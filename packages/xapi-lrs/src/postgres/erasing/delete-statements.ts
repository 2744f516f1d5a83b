import type { Statement } from '../../rules/statement.ts';
import type { LrsTransaction } from '../database.ts';
import type { Key } from '../key.ts';
import type { Seq } from '../sequence.ts';
import { hashesOf, lockStatements, type RowOfStatement } from './stored-statement.ts';

/**
 * Deletes statements with all that finds them; what refers to them goes on to, and what they voided
 * stays hidden. The caller holds the tenant's write lock (`lockWriting`). Answers how many there
 * were, and the hashes of their attachments.
 */
export async function deleteStatements(
  db: LrsTransaction,
  seqs: readonly Seq[],
): Promise<{ count: number; attachments: string[] }> {
  return deleteRows(db, await lockStatements(db, seqs));
}

export async function deleteRows(
  db: LrsTransaction,
  rows: readonly RowOfStatement[],
): Promise<{ count: number; attachments: string[] }> {
  if (rows.length === 0) return { count: 0, attachments: [] };
  const read = rows.map((row) => {
    // Sound because it was checked when it came; one that a test made may lack its object.
    const statement = JSON.parse(row.json) as Statement;
    return { ...row, target: targetOf(statement), hashes: hashesIn(statement) };
  });
  const references = read.flatMap(({ id, target }) => (target ? [{ source: id, target }] : []));
  const attached = read.flatMap(({ seq, hashes }) => hashes.map((sha2) => ({ sha2, seq })));
  await Promise.all([
    deleteKeys(
      db,
      rows.flatMap(({ seq, keys }) => keys.map((key) => ({ key, seq }))),
    ),
    references.length > 0 &&
      db.query(
        `delete from statement_reference r using unnest($2::uuid[], $3::uuid[]) as x(source, target)
         where r.tenant_id = $1 and r.source = x.source and r.target = x.target`,
        [db.tenantId, references.map((r) => r.source), references.map((r) => r.target)],
      ),
    deleteAttachments(db, attached),
    db.query('delete from statement where tenant_id = $1 and seq = any ($2::bigint[])', [
      db.tenantId,
      rows.map(({ seq }) => seq),
    ]),
  ]);
  return { count: rows.length, attachments: [...new Set(attached.map(({ sha2 }) => sha2))] };
}

export async function deleteKeys(
  db: LrsTransaction,
  entries: readonly { key: Key; seq: Seq }[],
): Promise<void> {
  if (entries.length === 0) return;
  await db.query(
    `delete from statement_key k using unnest($2::bigint[], $3::bigint[]) as x(key, seq)
     where k.tenant_id = $1 and k.key = x.key and k.seq = x.seq`,
    [db.tenantId, entries.map(({ key }) => key), entries.map(({ seq }) => seq)],
  );
}

export async function deleteAttachments(
  db: LrsTransaction,
  attached: readonly { sha2: string; seq: Seq }[],
): Promise<void> {
  if (attached.length === 0) return;
  await db.query(
    `delete from statement_attachment a using unnest($2::text[], $3::bigint[]) as x(sha2, seq)
     where a.tenant_id = $1 and a.sha2 = x.sha2 and a.seq = x.seq`,
    [db.tenantId, attached.map(({ sha2 }) => sha2), attached.map(({ seq }) => seq)],
  );
}

function targetOf({ object }: Partial<Statement>): string | undefined {
  return object?.objectType === 'StatementRef' ? object.id.toLowerCase() : undefined;
}

function hashesIn(statement: Partial<Statement>): string[] {
  const { actor, verb, object } = statement;
  return actor && verb && object ? hashesOf({ ...statement, actor, verb, object }) : [];
}
