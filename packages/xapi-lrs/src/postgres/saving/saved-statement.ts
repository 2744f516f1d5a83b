import type { PreparedStatement } from '../../store.ts';
import type { Key } from '../key.ts';
import type { Seq } from '../sequence.ts';

/** A statement that was new. */
export interface SavedStatement {
  seq: Seq;
  stored: Date;
  statement: PreparedStatement;
}

/** A statement that is in the tables already. */
export interface KnownStatement {
  id: string;
  seq: Seq;
  hash: string;
  voided: boolean;
  voids: boolean;
}

export interface KeyedStatement extends KnownStatement {
  keys: Key[];
}

/** The statement `source` has the statement `target` as its object. */
export interface Reference {
  source: string;
  target: string;
  voids: boolean;
}
