import type { HubClient } from './client.ts';

/** All rows of a list of the API. @param path with its query, such as `/v1/decks?limit=200` */
export async function everyPage<Row>(client: HubClient, path: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const from: string = cursor && `&cursor=${cursor}`;
    // Sound because a list answers what it documents.
    const page = (await client.get(path + from)) as { data: Row[]; nextCursor: string | null };
    rows.push(...page.data);
    cursor = page.nextCursor;
  }
  return rows;
}
