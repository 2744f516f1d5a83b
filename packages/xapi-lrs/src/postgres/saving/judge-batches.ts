import {
  type PreparedStatement,
  StatementConflictError,
  VoidingRefusedError,
} from '../../store.ts';
import { halfHash } from './hash-column.ts';

/** What has to be known of a statement to judge others by it. */
interface Precedent {
  hash: string;
  voids: boolean;
}

export interface Verdict {
  /** New statements of the batches that hold, in order. */
  accepted: PreparedStatement[];
  /** By batch: why all of it is refused. */
  refusals: (Error | undefined)[];
}

/**
 * Judges batches as if they came one after another: each whole or not at all.
 * @param known statements that are stored, by id, as far as the batches name them
 */
export function judgeBatches(
  batches: readonly (readonly PreparedStatement[])[],
  known: ReadonlyMap<string, Precedent>,
): Verdict {
  const precedents = new Map(known);
  const accepted: PreparedStatement[] = [];
  const refusals = batches.map((batch) => {
    const judged = judgeBatch(batch, precedents);
    if (judged instanceof Error) return judged;
    for (const statement of judged) precedents.set(statement.id, precedentOf(statement));
    accepted.push(...judged);
    return undefined;
  });
  return { accepted, refusals };
}

function precedentOf({ hash, voids }: PreparedStatement): Precedent {
  return { hash: halfHash(hash), voids };
}

function judgeBatch(
  batch: readonly PreparedStatement[],
  precedents: ReadonlyMap<string, Precedent>,
): PreparedStatement[] | Error {
  const added = new Map<string, PreparedStatement>();
  const precedent = (id: string): Precedent | undefined => {
    const statement = added.get(id);
    return statement ? precedentOf(statement) : precedents.get(id);
  };
  for (const [index, statement] of batch.entries()) {
    const same = precedent(statement.id);
    if (same && same.hash !== halfHash(statement.hash)) {
      return new StatementConflictError(index, statement.id);
    }
    if (same) continue;
    const { refersTo, voids } = statement;
    if (voids && refersTo !== undefined && precedent(refersTo)?.voids) {
      return new VoidingRefusedError(index, refersTo);
    }
    added.set(statement.id, statement);
  }
  return [...added.values()];
}
