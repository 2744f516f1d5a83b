import { isUuid } from '../platform/crypto/uuid.ts';
import type { HubClient } from './client.ts';
import { everyPage } from './every-page.ts';

interface DeckRow {
  id: string;
  path: string;
  title: string;
}

/**
 * The id of a deck that is named by id, path or title.
 * @throws Error when there is none, or several
 */
export async function findDeck(client: HubClient, name: string): Promise<string> {
  if (isUuid(name)) return name.toLowerCase();
  const found = await everyPage<DeckRow>(client, '/v1/decks?limit=200');
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
