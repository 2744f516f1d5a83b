import {
  type PostgresStore,
  prepareStatement,
  type Statement,
  StatementConflictError,
} from '@crosswalk/xapi-lrs';
import { DomainError } from '../../core/domain-error.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import type { Names } from './vocabulary.ts';

/** Writes statements of the hub itself in the caller's transaction; the same again changes nothing. */
export type WriteStatements = (db: TenantDb, statements: readonly Statement[]) => Promise<void>;

/** The hub vouches for what it says of its own people. */
export function hubAuthority({ hub }: Names) {
  return { objectType: 'Agent' as const, account: { homePage: hub, name: 'hub' } };
}

export function hubStatements(
  names: Names,
  { append }: Pick<PostgresStore, 'append'>,
): WriteStatements {
  const authority = hubAuthority(names);
  return async (db, statements) => {
    if (statements.length === 0) return;
    const prepared = statements.map((statement) =>
      prepareStatement(statement, { id: statement.id ?? uuidv7(), version: '2.0.0', authority }),
    );
    try {
      await append(db, prepared);
    } catch (error) {
      if (!(error instanceof StatementConflictError)) throw error;
      throw new DomainError('conflict', error.message);
    }
  };
}
