import { askPage, type LrsClient } from './lrs-client.ts';

const PAGE = 7;

/** Ids of all statements, page after page by `more`, each page from the next client. */
export async function walk(
  nextClient: () => LrsClient,
  order: 'ascending' | 'descending',
): Promise<string[]> {
  const ids: string[] = [];
  let path = `/xapi/statements?ascending=${order === 'ascending'}&limit=${PAGE}`;
  while (path) {
    const { statements, more } = await askPage(nextClient(), path);
    ids.push(...statements.map(({ id }) => id));
    path = more;
  }
  return ids;
}

/** Asks the clients in turn. */
export function inTurn<T>(clients: readonly [T, ...T[]]): () => T {
  let asked = 0;
  return () => clients[asked++ % clients.length] ?? clients[0];
}
