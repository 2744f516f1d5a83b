import { isFoundBy, type Key, referredKey } from '../key.ts';
import type { ReadyStatement } from './ready-statement.ts';
import type { KeyedStatement, Reference } from './saved-statement.ts';

/** So that a chain of references without end does not fill the disk. */
const KEYS_MAX = 1000;

export interface WidenedStatement {
  statement: KeyedStatement;
  added: Key[];
  /** All that it has now. */
  keys: Key[];
}

interface Spread {
  /** By id, keys of new statements that were handed others. */
  keys: Map<string, readonly Key[]>;
  /** Stored statements that were. */
  widened: WidenedStatement[];
}

/**
 * Hands keys on from the statements referred to, however far: who looks for a statement finds those
 * that refer to it too (xAPI 1.0.3 communication 2.1.3, filter conditions for StatementRefs).
 * @param stored statements that the new ones refer to, and those that refer to new ones
 * @param references between any of them
 */
export function spreadKeys(
  added: readonly ReadyStatement[],
  stored: readonly KeyedStatement[],
  references: readonly Reference[],
): Spread {
  if (references.length === 0) return { keys: new Map(), widened: [] };
  const keys = new Map<string, Set<Key>>([
    ...stored.map((known) => [known.id, new Set(known.keys)] as const),
    ...added.map((ready) => [ready.statement.id, new Set(ready.keys)] as const),
  ]);
  let isSettled = false;
  while (!isSettled) {
    isSettled = true;
    for (const { source, target } of references) {
      const own = keys.get(source);
      const others = keys.get(target);
      if (own && others && own !== others && handOn(others, own)) isSettled = false;
    }
  }
  const widened = stored.flatMap((statement) => {
    const now = [...(keys.get(statement.id) ?? [])];
    // Sets keep the order in which keys came.
    const more = now.slice(statement.keys.length);
    return more.length === 0 ? [] : [{ statement, added: more, keys: now }];
  });
  const spread = added.map(({ statement: { id } }) => [id, [...(keys.get(id) ?? [])]] as const);
  return { keys: new Map(spread), widened };
}

/** Whether that added anything. */
function handOn(from: ReadonlySet<Key>, to: Set<Key>): boolean {
  const before = to.size;
  for (const key of from) {
    if (to.size >= KEYS_MAX) break;
    const handed = referredKey(key);
    if (!isFoundBy(handed, to)) to.add(handed);
  }
  return to.size > before;
}
