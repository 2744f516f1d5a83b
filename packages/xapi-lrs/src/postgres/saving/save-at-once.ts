import type { PreparedStatement } from '../../store.ts';
import { arrayOf } from '../array-of.ts';
import type { LastQuestions, LrsTransaction } from '../database.ts';
import {
  broughtBy,
  type ChangedDefinition,
  changedDefinitions,
  readDefinitions,
  writeDefinitions,
} from '../definitions.ts';
import { type ChangedNames, changedNames, givenBy, readNames, writeNames } from '../names.ts';
import { consistentBefore } from '../sequence.ts';
import { lockWritingIf } from '../write-lock.ts';
import type { ReadyStatement } from './ready-statement.ts';
import { insertAttachments, insertStatements } from './statement-rows.ts';

/** What a store with hooks needs so that statements can be stored before they were judged. */
export interface AtOnce {
  /** With `beforeSave`, SQL of whether that would change nothing in the tenant `$1`. */
  condition?: string | undefined;
  /**
   * Takes the place of `afterSave`, and cannot know whether the statements will be new: the place of
   * each is `FIRST_ADDED_SQL` and its index, and what depends on them is to be written only where that
   * is not null. Asks all that it has to ask without waiting for an answer.
   */
  write(db: LrsTransaction, statements: readonly PreparedStatement[]): Promise<void>;
}

interface SavingAtOnce {
  last: LastQuestions;
  atOnce: AtOnce | undefined;
  /** Called once only answers are awaited. */
  onWriting?: (() => void) | undefined;
}

/** Whether nothing in the statements themselves has to be judged. */
export function areUnrelated(statements: readonly ReadyStatement[]): boolean {
  const ids = new Set(statements.map(({ statement }) => statement.id));
  return (
    ids.size === statements.length &&
    statements.every(({ statement: { refersTo } }) => refersTo === undefined)
  );
}

/**
 * Stores unrelated statements in one turn with lock and commit, so that the tenant's next writer
 * waits for the database alone: all that can be found out before is, and whether it is still so is
 * left to the database. Undefined, with nothing written, where something that is stored has to be
 * looked at first.
 */
export async function saveAtOnce(
  db: LrsTransaction,
  statements: readonly ReadyStatement[],
  { last, atOnce, onWriting }: SavingAtOnce,
): Promise<Date | undefined> {
  const [brought, given] = [broughtBy(statements), givenBy(statements)];
  const [known, knownNames, isClear] = await Promise.all([
    readDefinitions(db, brought),
    readNames(db, given),
    atOnce?.condition === undefined || holds(db, atOnce.condition),
  ]);
  if (!isClear) return undefined;
  const definitions = changedDefinitions(brought, known);
  const names = changedNames(given, knownNames);
  const first = await last(async () => {
    const written = Promise.all([
      lockWritingIf(db, unseen({ statements, definitions, names, condition: atOnce?.condition })),
      insertStatements(
        db,
        statements.map((ready) => ({ ...ready, voided: false })),
      ),
      insertAttachments(db, statements),
      writeDefinitions(db, definitions),
      writeNames(db, names),
      atOnce?.write(
        db,
        statements.map(({ statement }) => statement),
      ),
    ]);
    onWriting?.();
    return (await written)[0];
  });
  return first === undefined ? undefined : consistentBefore(first + statements.length);
}

async function holds(db: LrsTransaction, condition: string): Promise<boolean> {
  const { rows } = await db.query<{ holds: boolean }>(
    `select ${condition} as holds`,
    [db.tenantId],
    'kept',
  );
  return rows[0]?.holds === true;
}

/** That nothing is stored which has to do with the statements, and nobody else changed what they change. */
function unseen({
  statements,
  definitions,
  names,
  condition = 'true',
}: {
  statements: readonly ReadyStatement[];
  definitions: readonly ChangedDefinition[];
  names: readonly ChangedNames[];
  condition: string | undefined;
}) {
  return {
    // Looks each up by the index, whatever the planner thinks of the tables' sizes.
    sql: `${condition} and not exists (
        select from unnest($2::uuid[]) as x(id) cross join lateral (
          select from statement s where s.tenant_id = $1 and s.id = x.id limit 1) s)
      and not exists (
        select from unnest($2::uuid[]) as x(id) cross join lateral (
          select from statement_reference r where r.tenant_id = $1 and r.target = x.id limit 1) r)
      and not exists (
        select from unnest($3::bigint[], $4::text[]) as x(key, definition)
        where x.definition is distinct from (select definition from activity_definition d
          where d.tenant_id = $1 and d.key = x.key limit 1))
      and not exists (
        select from jsonb_to_recordset($5::jsonb) as x(key bigint, names jsonb)
        where x.names is distinct from (select to_jsonb(names) from agent_name a
          where a.tenant_id = $1 and a.key = x.key limit 1))`,
    values: [
      arrayOf(statements.map(({ statement }) => statement.id)),
      arrayOf(definitions.map(({ key }) => key)),
      definitions.map(({ before }) => before),
      JSON.stringify(names.map(({ key, before }) => ({ key, names: before }))),
    ],
  };
}
