import { withClient } from './connect.ts';
import { saveFile } from './download.ts';
import { findDeck } from './find-deck.ts';
import { exitCodes, type Output } from './output.ts';

export interface DispatchArguments {
  /** Id, title or path (`Geography::Europe`). */
  deck: string;
  format: string;
  out?: string;
  name?: string;
  mode?: string;
  mastery?: number;
  revision?: number;
  seats?: number;
  /** RFC 3339. */
  expires?: string;
  host?: string[];
}

/** `hub dispatch DECK`: lets other learning platforms play it, and writes the package for them. */
export async function dispatchCommand(args: DispatchArguments, out: Output): Promise<number> {
  return withClient(async (client) => {
    const deckId = await findDeck(client, args.deck);
    // What is undefined is not sent.
    const dispatch = (await client.send('POST', '/v1/dispatches', {
      deckId,
      name: args.name,
      mode: args.mode,
      masteryScore: args.mastery,
      revision: args.revision,
      seats: args.seats,
      expiresAt: args.expires,
      allowedHosts: args.host,
    })) as { id: string };
    const file = args.out ?? `dispatch-${dispatch.id}.zip`;
    const path = `/v1/dispatches/${dispatch.id}/file?format=${args.format}`;
    await saveFile(await client.download(path), file);
    out.result({ ...dispatch, file }, [`${file}: dispatch ${dispatch.id}`]);
    return exitCodes.done;
  });
}
