import type { HubClient } from './client.ts';
import { withClient } from './connect.ts';
import { saveFile } from './download.ts';
import { type JobView, percent, waitForJob } from './jobs-wait.ts';
import { exitCodes, type Output } from './output.ts';

export interface ExportArguments {
  /** Id, title or path (`Geography::Europe`). */
  deck: string;
  format: string;
  out?: string;
  children: boolean;
  mode?: string;
  mastery?: number;
  questions?: number;
  threshold?: number;
  chapters?: true;
  linear?: true;
  pretest?: number;
  rollup?: string;
}

type ExportView = JobView & { fileName: string; fileBytes: number };

/** `hub export DECK`: exports, waits, and writes the file. */
export async function exportCommand(args: ExportArguments, out: Output): Promise<number> {
  return withClient(async (client) => {
    const deckId = await findDeck(client, args.deck);
    // What is undefined is not sent.
    const options = {
      mode: args.mode,
      masteryScore: args.mastery,
      questions: args.questions,
      completionThreshold: args.threshold,
      structure: args.chapters && 'chapters',
      sequencing: args.linear && 'linear',
      pretest: args.pretest,
      rollup: args.rollup,
    };
    const { id } = (await client.send('POST', `/v1/decks/${deckId}/exports`, {
      format: args.format,
      children: args.children,
      options,
    })) as ExportView;
    const job = await waitForJob<ExportView>(client, `/v1/exports/${id}`, ({ progress }) =>
      out.progress(`exporting ... ${percent(progress)}`),
    );
    if (job.status === 'failed') {
      out.result(job, [`Failed: ${job.error?.detail}`]);
      return exitCodes.failed;
    }
    const file = args.out ?? job.fileName;
    await saveFile(await client.download(`/v1/exports/${id}/file`), file);
    out.result({ ...job, file }, [`${file}: ${job.fileBytes} bytes`]);
    return exitCodes.done;
  });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function findDeck(client: HubClient, name: string): Promise<string> {
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
