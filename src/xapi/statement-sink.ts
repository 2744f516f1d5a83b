import type { StatementSink } from '../core/study/act.ts';
import { appendStatements } from './statement.store.ts';
import { type Names, statementOf } from './statement.ts';

/** Writes each act's statement in the transaction of its fact. */
export function statementSink(names: Names): StatementSink {
  return {
    write: async (db, acts) => {
      if (acts.length === 0) return;
      await appendStatements(
        db,
        acts.map((act) => ({
          id: act.id,
          personId: act.personId,
          statement: statementOf(act, names),
        })),
      );
    },
  };
}
