import {
  type AfterSave,
  appendStatements,
  prepareStatement,
  StatementConflictError,
} from '@crosswalk/xapi-lrs';
import { DomainError } from '../core/domain-error.ts';
import type { StatementSink } from '../core/study/act.ts';
import { type Names, statementOf } from './statement.ts';

interface SinkOptions extends Names {
  /** Told of the statements in the same transaction. */
  afterSave?: AfterSave;
}

/**
 * Writes each act's statement in the transaction of its fact. From then on the transaction holds back
 * the tenant's other writers of statements, so acts come last in it.
 */
export function statementSink({ hub, afterSave }: SinkOptions): StatementSink {
  const authority = { objectType: 'Agent', account: { homePage: hub, name: 'hub' } };
  return {
    write: async (db, acts) => {
      const statements = acts.map((act) =>
        prepareStatement(statementOf(act, { hub }), { id: act.id, version: '2.0.0', authority }),
      );
      try {
        await appendStatements(db, statements, afterSave);
      } catch (error) {
        if (!(error instanceof StatementConflictError)) throw error;
        throw new DomainError('conflict', error.message);
      }
    },
  };
}
