import type { HubClient } from './client.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The id of a deck that is named by id, path or title.
 * @throws Error when there is none, or several
 */
export async function findDeck(client: HubClient, name: string): Promise<string> {
  if (UUID.test(name)) return name.toLowerCase();
  const found: { id: string; path: string; title: string }[] = [];
  let cursor = '';
  do {
    const page = (await client.get(`/v1/decks?limit=200${cursor && `&cursor=${cursor}`}`)) as {
      data: typeof found;
      nextCursor: string | null;
    };
    found.push(...page.data);
    cursor = page.nextCursor ?? '';
  } while (cursor);
  const byPath = found.filter(({ path }) => path === name);
  const matches = byPath.length > 0 ? byPath : found.filter(({ title }) => title === name);
  const [match, ...others] = matches;
  if (!match) throw new Error(`There is no deck called "${name}". List them: hub decks`);
  if (others.length > 0) {
    throw new Error(
      `Several decks are called "${name}": ${matches.map(({ path }) => path).join(', ')}`,
    );
  }
  return match.id;
}
