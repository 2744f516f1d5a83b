import type { Rows } from '../../platform/database/database.ts';

/**
 * Rows of a statement for each id, all under way at once. By `= any`, a planner that has no statistics
 * yet (just after a first sync) reads a whole group to find one of its members.
 */
export async function eachOf<R>(
  ids: readonly string[],
  query: (id: string) => Promise<Rows<R>>,
): Promise<R[]> {
  const found = await Promise.all(ids.map(query));
  return found.flatMap(({ rows }) => rows);
}
