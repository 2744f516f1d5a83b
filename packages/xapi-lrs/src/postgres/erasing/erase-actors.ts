import { ifiOf } from '../../rules/agent-key.ts';
import type { Statement } from '../../rules/statement.ts';
import type { LrsTransaction } from '../database.ts';
import { agentKeys, type Key } from '../key.ts';
import type { Seq } from '../sequence.ts';
import { deleteAttachments, deleteKeys, deleteRows } from './delete-statements.ts';
import { type ReplacementOf, replaceActors } from './replace-actors.ts';
import { hashesOf, lockStatements, type RowOfStatement, readyAgain } from './stored-statement.ts';

export interface ErasureOptions {
  /** IFIs of whom to erase. */
  ifis: readonly string[];
  replacementOf: ReplacementOf;
  /** Whether statements that the erased made, or that are about them, are deleted. */
  own: 'replace' | 'delete';
}

export interface ErasedStatements {
  /** Statements that are as they were but for the erased. */
  replaced: { seq: Seq; json: string; voids: boolean; voided: boolean }[];
  deleted: Seq[];
  /** Hashes of attachments that are no longer named. */
  attachments: string[];
}

/**
 * Takes actors out of statements, wherever these name them, together with all that finds the
 * statements by them. The caller holds the tenant's write lock (`lockWriting`).
 */
export async function eraseActors(
  db: LrsTransaction,
  seqs: readonly Seq[],
  options: ErasureOptions,
): Promise<ErasedStatements> {
  const rows = (await lockStatements(db, seqs)).map((row) => {
    const statement: Statement = JSON.parse(row.json);
    return { row, statement, isOwn: isOwn(statement, options.replacementOf) };
  });
  const isDeleted = ({ isOwn: own }: { isOwn: boolean }) => own && options.own === 'delete';
  const doomed = rows.filter(isDeleted).map(({ row }) => row);
  const changes = rows
    .filter((one) => !isDeleted(one))
    .map(({ row, statement }) => changeOf(row, statement, options));
  const [{ attachments }] = await Promise.all([deleteRows(db, doomed), writeChanges(db, changes)]);
  return {
    replaced: changes.flatMap(({ row: { seq, voids, voided }, json }) =>
      json === undefined ? [] : [{ seq, json, voids, voided }],
    ),
    deleted: doomed.map(({ seq }) => seq),
    attachments: [...attachments, ...changes.flatMap((change) => change.unnamed)],
  };
}

/** Whether the erased is its actor or its object, not only one of a group. */
function isOwn({ actor, object }: Statement, replacementOf: ReplacementOf): boolean {
  const isErased = (one: Statement['actor']): boolean => {
    const ifi = ifiOf(one);
    return ifi !== undefined && replacementOf(ifi) !== undefined;
  };
  if (isErased(actor)) return true;
  switch (object.objectType) {
    case 'Agent':
    case 'Group':
      return isErased(object);
    case 'SubStatement':
      return isErased(object.actor);
    default:
      return false;
  }
}

interface Change {
  row: RowOfStatement;
  keys: Key[];
  /** Undefined: it only refers to statements that named the erased. */
  json: string | undefined;
  hash: string | null;
  /** Hashes of attachments that it names no more. */
  unnamed: string[];
}

function changeOf(row: RowOfStatement, statement: Statement, options: ErasureOptions): Change {
  const replaced = replaceActors(statement, options.replacementOf);
  const inPlaceOf = keyMap(options);
  const before = readyAgain(row, statement);
  const own = new Set(before.keys);
  // Of the statements that it refers to.
  const handed = row.keys.filter((key) => !own.has(key)).map((key) => inPlaceOf.get(key) ?? key);
  if (replaced === statement) {
    return {
      row,
      keys: unique([...before.keys, ...handed]),
      json: undefined,
      hash: null,
      unnamed: [],
    };
  }
  const json = JSON.stringify(replaced);
  const after = readyAgain({ ...row, json }, replaced);
  const left = new Set(hashesOf(replaced));
  return {
    row,
    keys: unique([...after.keys, ...handed]),
    json,
    hash: after.hash,
    unnamed: hashesOf(statement).filter((sha2) => !left.has(sha2)),
  };
}

function keyMap({ ifis, replacementOf }: ErasureOptions): Map<Key, Key> {
  const map = new Map<Key, Key>();
  for (const ifi of ifis) {
    const replacement = replacementOf(ifi);
    const other = replacement && ifiOf(replacement);
    if (other === undefined) continue;
    const [from, to] = [agentKeys(ifi), agentKeys(other)];
    map.set(from.direct, to.direct).set(from.related, to.related).set(from.authority, to.authority);
  }
  return map;
}

const unique = (keys: readonly Key[]): Key[] => [...new Set(keys)];

/** Stands in no JSON text. */
const UNIT_SEPARATOR = '\x1f';

async function writeChanges(db: LrsTransaction, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  const found = changes.filter(({ row }) => !row.voided);
  const difference = (from: (change: Change) => Key[], less: (change: Change) => Key[]) =>
    found.flatMap((change) => {
      const taken = new Set(less(change));
      return from(change).flatMap((key) => (taken.has(key) ? [] : [{ key, seq: change.row.seq }]));
    });
  const added = difference(
    ({ keys }) => keys,
    ({ row }) => row.keys,
  );
  await Promise.all([
    db.query(
      `update statement s set keys = x.keys::bigint[], json = coalesce(nullif(x.json, ''), s.json),
         hash = coalesce(x.hash, s.hash)
       from unnest($2::bigint[], $3::uuid[], string_to_array($4, ';'), string_to_array($5, e'\\x1f'))
         as x(seq, hash, keys, json)
       where s.tenant_id = $1 and s.seq = x.seq`,
      [
        db.tenantId,
        changes.map(({ row }) => row.seq),
        changes.map(({ hash }) => hash),
        changes.map(({ keys }) => `{${keys.join(',')}}`).join(';'),
        changes.map(({ json }) => json ?? '').join(UNIT_SEPARATOR),
      ],
    ),
    deleteKeys(
      db,
      difference(
        ({ row }) => row.keys,
        ({ keys }) => keys,
      ),
    ),
    added.length > 0 &&
      db.query(
        `insert into statement_key (tenant_id, key, seq)
         select $1, x.key, x.seq from unnest($2::bigint[], $3::bigint[]) as x(key, seq)
         on conflict do nothing`,
        [db.tenantId, added.map(({ key }) => key), added.map(({ seq }) => seq)],
      ),
    deleteAttachments(
      db,
      changes.flatMap(({ row: { seq }, unnamed }) => unnamed.map((sha2) => ({ sha2, seq }))),
    ),
  ]);
}
