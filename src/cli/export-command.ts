import { withClient } from './connect.ts';
import { saveFile } from './download.ts';
import { findDeck } from './find-deck.ts';
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
