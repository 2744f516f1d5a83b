import { withClient } from './connect.ts';
import { exitCodes, type Output } from './output.ts';

interface DeckPage {
  data: { id: string; path: string; revision: number }[];
  nextCursor: string | null;
}

/** `hub decks`: every deck with its id. */
export async function listDecksCommand(out: Output): Promise<number> {
  return withClient(async (client) => {
    const decks: DeckPage['data'] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const from: string = cursor && `&cursor=${cursor}`;
      const page = (await client.get(`/v1/decks?limit=200${from}`)) as DeckPage;
      decks.push(...page.data);
      cursor = page.nextCursor;
    }
    const lines = decks.map(
      ({ id, path, revision }) => `${id}  ${path}${revision === 0 ? '  (draft)' : ''}`,
    );
    out.result(decks, lines.length > 0 ? lines : ['No decks yet. Bring some in: hub import FILE']);
    return exitCodes.done;
  });
}
