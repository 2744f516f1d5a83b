import { arrayOf } from '../array-of.ts';
import type { LrsTransaction } from '../database.ts';
import { FIRST_ADDED_SQL } from '../write-lock.ts';
import type { ReadyStatement } from './ready-statement.ts';
import type { WidenedStatement } from './reference-graph.ts';
import type { KeyedStatement, Reference } from './saved-statement.ts';

interface StatementRow extends Pick<ReadyStatement, 'statement' | 'hash' | 'keys'> {
  voided: boolean;
}

/** Stands in no JSON text, so texts joined by it need no escaping. */
const UNIT_SEPARATOR = '\x1f';

/** Adds statements one after another, where the transaction may. */
export async function insertStatements(
  db: LrsTransaction,
  rows: readonly StatementRow[],
): Promise<void> {
  await db.query(
    `with first as (select ${FIRST_ADDED_SQL} as added),
     x as materialized (
       select first.added + x.n - 1 as seq, id, hash, voided, voids, has_timestamp,
         keys::bigint[], json
       from first, unnest($2::uuid[], $3::uuid[], $4::boolean[], $5::boolean[], $6::boolean[],
         string_to_array($7, ';'), string_to_array($8, e'\\x1f')) with ordinality
         as x(id, hash, voided, voids, has_timestamp, keys, json, n)
       where first.added is not null
     ), added as (
       insert into statement (tenant_id, seq, id, hash, voided, voids, has_timestamp, keys, json)
       select $1, seq, id, hash, voided, voids, has_timestamp, keys, json from x
     )
     insert into statement_key (tenant_id, key, seq)
     select $1, key, seq from x, unnest(x.keys) as k(key) where not x.voided
     order by key, seq`,
    [
      db.tenantId,
      arrayOf(rows.map(({ statement }) => statement.id)),
      arrayOf(rows.map(({ hash }) => hash)),
      arrayOf(rows.map(({ voided }) => voided)),
      arrayOf(rows.map(({ statement }) => statement.voids)),
      arrayOf(rows.map(({ statement }) => statement.hasTimestamp)),
      rows.map(({ keys }) => arrayOf(keys)).join(';'),
      rows.map(({ statement }) => statement.json).join(UNIT_SEPARATOR),
    ],
    'kept',
  );
}

export async function insertReferences(
  db: LrsTransaction,
  references: readonly Reference[],
): Promise<void> {
  if (references.length === 0) return;
  await db.query(
    `insert into statement_reference (tenant_id, target, source, voids)
     select $1, x.* from unnest($2::uuid[], $3::uuid[], $4::boolean[]) as x`,
    [
      db.tenantId,
      references.map(({ target }) => target),
      references.map(({ source }) => source),
      references.map(({ voids }) => voids),
    ],
  );
}

/** Of statements that are added in this order, where the transaction may. */
export async function insertAttachments(
  db: LrsTransaction,
  added: readonly Pick<ReadyStatement, 'statement'>[],
): Promise<void> {
  const attachments = added.flatMap(({ statement }, offset) =>
    statement.attachments.map((sha2) => ({ sha2, offset })),
  );
  if (attachments.length === 0) return;
  await db.query(
    `insert into statement_attachment (tenant_id, sha2, seq)
     select $1, x.sha2, first.added + x.after
     from (select ${FIRST_ADDED_SQL} as added) first,
       unnest($2::text[], $3::bigint[]) as x(sha2, after)
     where first.added is not null on conflict do nothing`,
    [db.tenantId, attachments.map(({ sha2 }) => sha2), attachments.map(({ offset }) => offset)],
  );
}

/** Adds keys to statements that refer to what came only now. */
export async function widenKeys(
  db: LrsTransaction,
  widened: readonly WidenedStatement[],
): Promise<void> {
  await Promise.all(
    widened.flatMap(({ statement: { seq, voided }, added, keys }) => [
      db.query('update statement set keys = $3::bigint[] where tenant_id = $1 and seq = $2', [
        ...[db.tenantId, seq, arrayOf(keys)],
      ]),
      !voided &&
        db.query(
          `insert into statement_key (tenant_id, key, seq)
           select $1, key, $2 from unnest($3::bigint[]) as x(key)`,
          [db.tenantId, seq, arrayOf(added)],
        ),
    ]),
  );
}

/** Hides statements from lists. */
export async function voidStatements(
  db: LrsTransaction,
  statements: readonly KeyedStatement[],
): Promise<void> {
  if (statements.length === 0) return;
  const seqs = statements.map(({ seq }) => seq);
  await db.query(
    `with voided as (
       update statement set voided = true where tenant_id = $1 and seq = any($2::bigint[])
       returning seq, keys
     )
     delete from statement_key k using (
       select key, seq from voided, unnest(voided.keys) as x(key)) x
     where k.tenant_id = $1 and k.key = x.key and k.seq = x.seq`,
    [db.tenantId, seqs],
  );
}
