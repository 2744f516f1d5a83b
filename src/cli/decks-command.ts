import { withClient } from './connect.ts';
import { everyPage } from './every-page.ts';
import { exitCodes, type Output } from './output.ts';

interface DeckRow {
  id: string;
  path: string;
  revision: number;
}

/** `hub decks`: every deck with its id. */
export async function listDecksCommand(out: Output): Promise<number> {
  return withClient(async (client) => {
    const decks = await everyPage<DeckRow>(client, '/v1/decks?limit=200');
    const lines = decks.map(
      ({ id, path, revision }) => `${id}  ${path}${revision === 0 ? '  (draft)' : ''}`,
    );
    out.result(decks, lines.length > 0 ? lines : ['No decks yet. Bring some in: hub import FILE']);
    return exitCodes.done;
  });
}
