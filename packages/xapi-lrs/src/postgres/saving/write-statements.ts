import type { LrsTransaction } from '../database.ts';
import type { ReadyStatement } from './ready-statement.ts';
import { spreadKeys } from './reference-graph.ts';
import type { KeyedStatement, Reference } from './saved-statement.ts';
import {
  insertAttachments,
  insertReferences,
  insertStatements,
  voidStatements,
  widenKeys,
} from './statement-rows.ts';

interface Writing {
  added: readonly ReadyStatement[];
  /** Stored statements that the new ones refer to. */
  referred: readonly KeyedStatement[];
  /** Stored statements that refer to the new ones, directly or through others. */
  referring: { statements: readonly KeyedStatement[]; references: readonly Reference[] };
}

export async function writeStatements(
  db: LrsTransaction,
  { added, referred, referring }: Writing,
): Promise<void> {
  const references = added.flatMap(({ statement: { id, refersTo, voids } }) =>
    refersTo === undefined ? [] : [{ source: id, target: refersTo, voids }],
  );
  const every = [...referring.references, ...references];
  const stored = [
    ...new Map([...referred, ...referring.statements].map((known) => [known.id, known])).values(),
  ];
  const voided = new Set(every.flatMap(({ target, voids }) => (voids ? target : [])));
  const { keys, widened } = spreadKeys(added, stored, every);
  await Promise.all([
    insertStatements(
      db,
      added.map((ready) => ({
        ...ready,
        keys: keys.get(ready.statement.id) ?? ready.keys,
        // A voiding statement stays as it is (xAPI 1.0.3 data 2.3.2).
        voided: voided.has(ready.statement.id) && !ready.statement.voids,
      })),
    ),
    insertReferences(db, references),
    insertAttachments(db, added),
    // In this order, as voiding takes away the keys that were added too: one connection runs its
    // queries as they were issued, and none of these is issued later than `afterSave`'s.
    widenKeys(db, widened),
    voidStatements(
      db,
      stored.filter((known) => voided.has(known.id) && !known.voids && !known.voided),
    ),
  ]);
}
