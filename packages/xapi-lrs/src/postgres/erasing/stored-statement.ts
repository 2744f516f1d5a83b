import { keyOf } from '../../rules/agent-key.ts';
import { attachmentsOf } from '../../rules/attachments.ts';
import { mentionsOf } from '../../rules/preparing/mentions.ts';
import { statementHash } from '../../rules/preparing/statement-hash.ts';
import { type Statement, voidedVerb } from '../../rules/statement.ts';
import type { PreparedStatement } from '../../store.ts';
import type { LrsTransaction } from '../database.ts';
import type { Key } from '../key.ts';
import { type ReadyStatement, readyStatement } from '../saving/ready-statement.ts';
import type { Seq } from '../sequence.ts';

/** A stored statement with what has to be known to change or delete it. */
export interface RowOfStatement {
  seq: Seq;
  id: string;
  json: string;
  voided: boolean;
  voids: boolean;
  keys: Key[];
}

/** Held until the end of the transaction. */
export async function lockStatements(
  db: LrsTransaction,
  seqs: readonly Seq[],
): Promise<RowOfStatement[]> {
  const { rows } = await db.query<Omit<RowOfStatement, 'keys'> & { keys: string }>(
    `select seq, id, json, voided, voids, keys::text as keys from statement
     where tenant_id = $1 and seq = any ($2::bigint[]) order by seq for update`,
    [db.tenantId, seqs],
  );
  return rows.map((row) => ({
    ...row,
    seq: Number(row.seq),
    keys: row.keys === '{}' ? [] : row.keys.slice(1, -1).split(','),
  }));
}

/** What was prepared when the statement came, but for its definitions. */
function preparedAgain(
  { id, json, voids }: Pick<RowOfStatement, 'id' | 'json' | 'voids'>,
  statement: Statement,
): PreparedStatement {
  const { object, verb, context, authority, timestamp } = statement;
  if (!authority) throw new TypeError(`the stored statement ${id} has no authority`);
  const { agents, activities, names } = mentionsOf(statement, authority);
  return {
    id,
    version: statement.version?.startsWith('1.') ? '1.0.3' : '2.0.0',
    json,
    hasTimestamp: timestamp !== undefined,
    hash: statementHash(statement),
    verb: verb.id,
    registration: context?.registration?.toLowerCase(),
    ...{ agents, activities, names, definitions: [] },
    authority: keyOf(authority),
    refersTo: object.objectType === 'StatementRef' ? object.id.toLowerCase() : undefined,
    voids: voids && verb.id === voidedVerb,
    attachments: hashesOf(statement),
    source: statement,
  };
}

/** As `preparedAgain`, with its keys and the column of its hash. */
export function readyAgain(row: RowOfStatement, statement: Statement): ReadyStatement {
  return readyStatement(preparedAgain(row, statement));
}

/** Of every attachment, whether its content is stored or not. */
export function hashesOf(statement: Statement): string[] {
  return [
    ...new Set(attachmentsOf(statement).map(({ attachment }) => attachment.sha2.toLowerCase())),
  ];
}
