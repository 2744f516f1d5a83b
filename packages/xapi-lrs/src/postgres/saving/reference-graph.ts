import type { PreparedStatement } from '../../store.ts';
import { isFoundBy, type Key, referredKey } from '../key.ts';
import type { KeyedStatement, Reference } from './saved-statement.ts';
import { keysOf } from './statement-keys.ts';

/** So that a chain of references without end does not fill the disk. */
const KEYS_MAX = 1000;

export interface Spread {
  /** Keys of each new statement with those of what it refers to, by id. */
  keys: Map<string, ReadonlySet<Key>>;
  /** Stored statements that now are found by more keys. */
  widened: { statement: KeyedStatement; added: Key[]; keys: Key[] }[];
}

/**
 * Hands keys on from the statements referred to, however far: who looks for a statement finds those
 * that refer to it too (xAPI 1.0.3 communication 2.1.3, filter conditions for StatementRefs).
 * @param stored statements that the new ones refer to, and those that refer to new ones
 * @param references between any of them
 */
export function spreadKeys(
  added: readonly PreparedStatement[],
  stored: readonly KeyedStatement[],
  references: readonly Reference[],
): Spread {
  const keys = new Map<string, Set<Key>>([
    ...stored.map((statement) => [statement.id, new Set(statement.keys)] as const),
    ...added.map((statement) => [statement.id, new Set(keysOf(statement))] as const),
  ]);
  let isSettled = references.length === 0;
  while (!isSettled) {
    isSettled = true;
    for (const { source, target } of references) {
      const own = keys.get(source);
      const handed = keys.get(target);
      if (own && handed && own !== handed && handOn(handed, own)) isSettled = false;
    }
  }
  const widened = stored.flatMap((statement) => {
    const now = [...(keys.get(statement.id) ?? [])];
    // Sets keep the order in which keys came.
    const more = now.slice(statement.keys.length);
    return more.length === 0 ? [] : [{ statement, added: more, keys: now }];
  });
  return { keys, widened };
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
