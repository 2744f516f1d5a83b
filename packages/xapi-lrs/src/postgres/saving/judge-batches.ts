import { StatementConflictError, VoidingRefusedError } from '../../store.ts';
import type { ReadyStatement } from './ready-statement.ts';

/** What has to be known of a statement to judge others by it. */
interface Precedent {
  hash: string;
  voids: boolean;
}

interface Verdict {
  /** New statements of the batches that hold, in order. */
  accepted: ReadyStatement[];
  /** By batch: why all of it is refused. */
  refusals: (Error | undefined)[];
}

/**
 * Judges batches as if they came one after another: each whole or not at all. One that is refused
 * already comes as the error.
 * @param known statements that are stored, by id, as far as the batches name them
 */
export function judgeBatches(
  batches: readonly (readonly ReadyStatement[] | Error)[],
  known: ReadonlyMap<string, Precedent>,
): Verdict {
  const precedents = new Map(known);
  const accepted: ReadyStatement[] = [];
  const refusals = batches.map((batch) => {
    const judged = batch instanceof Error ? batch : judgeBatch(batch, precedents);
    if (judged instanceof Error) return judged;
    for (const ready of judged) precedents.set(ready.statement.id, precedentOf(ready));
    accepted.push(...judged);
    return undefined;
  });
  return { accepted, refusals };
}

function precedentOf({ hash, statement: { voids } }: ReadyStatement): Precedent {
  return { hash, voids };
}

function judgeBatch(
  batch: readonly ReadyStatement[],
  precedents: ReadonlyMap<string, Precedent>,
): ReadyStatement[] | Error {
  const added = new Map<string, ReadyStatement>();
  const precedent = (id: string): Precedent | undefined => {
    const ready = added.get(id);
    return ready ? precedentOf(ready) : precedents.get(id);
  };
  for (const [index, ready] of batch.entries()) {
    const { id, refersTo, voids } = ready.statement;
    const same = precedent(id);
    if (same && same.hash !== ready.hash) return new StatementConflictError(index, id);
    if (same) continue;
    if (voids && refersTo !== undefined && precedent(refersTo)?.voids) {
      return new VoidingRefusedError(index, refersTo);
    }
    added.set(id, ready);
  }
  return [...added.values()];
}
