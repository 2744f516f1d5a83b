import { setImmediate } from 'node:timers/promises';
import type { LrsCaller } from '../../caller.ts';
import { prepareStatement } from '../../rules/prepare-statement.ts';
import type { Statement } from '../../rules/statement.ts';
import type { PreparedStatement } from '../../store.ts';
import type { Call } from '../endpoint.ts';
import type { PartFile } from '../multipart/part-files.ts';

/** Statements that are made ready before others have their turn: answers of the database, above all. */
const TURN = 10;

interface Sent {
  statements: readonly Statement[];
  /** Contents of attachments, by SHA-2. */
  files: ReadonlyMap<string, PartFile>;
  newId(): string;
}

export interface Saved {
  ids: string[];
  consistentThrough: Date;
}

/**
 * Stores all or nothing. Contents are there before the statements that name them.
 * @throws StatementConflictError, VoidingRefusedError
 */
export async function saveStatements(
  { store, attachments, caller, version }: Call,
  { statements, files, newId }: Sent,
): Promise<Saved> {
  const { authority, tenant } = caller;
  const contents = new Set(files.keys());
  const prepared: PreparedStatement[] = [];
  for (const statement of statements) {
    if (prepared.length % TURN === TURN - 1) await setImmediate();
    const completion = { id: newId(), version, authority, contents };
    prepared.push(withinScopes(caller, prepareStatement(statement, completion)));
  }
  for (const [sha2, { path }] of files) await attachments.putFile(tenant, sha2, path);
  const consistentThrough = await store.saveStatements(tenant, prepared);
  return { ids: prepared.map(({ id }) => id), consistentThrough };
}

/** Without `define` statements say nothing about activities and agents (xAPI 1.0.3 part 3, 4.2). */
function withinScopes({ scopes }: LrsCaller, statement: PreparedStatement): PreparedStatement {
  if (scopes.has('all') || scopes.has('define')) return statement;
  return { ...statement, definitions: [], names: [] };
}
