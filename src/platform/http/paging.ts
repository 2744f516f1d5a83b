import { decodeCursor, encodeCursor } from './cursor.ts';

/**
 * Answers a list whose order is one id: `read` is asked for one row more than the page holds, to
 * learn whether another page follows.
 */
export async function pageById<R extends { id: string }>(
  query: { limit: number; cursor?: string | undefined },
  read: (range: { after: string | undefined; limit: number }) => Promise<R[]>,
): Promise<{ data: R[]; nextCursor: string | null }> {
  const [after] = decodeCursor(query.cursor, ['id']) ?? [];
  const rows = await read({
    after,
    limit: query.limit + 1,
  });
  const data = rows.slice(0, query.limit);
  const last = data.at(-1);
  return { data, nextCursor: rows.length > query.limit && last ? encodeCursor([last.id]) : null };
}
