import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { parseContent } from './content-parser.ts';
import type { ExportOptions } from './export-options.ts';
import { type ExportProgress, type ExportSummary, exportPackage } from './export-package.ts';
import { mediaFolder } from './media-source.ts';
import { PackageError } from './package-error.ts';
import { type PackageFormat, packageFormats } from './package-formats.ts';
import { watchDeck } from './watch-deck.ts';

export interface CliStreams {
  signal: AbortSignal;
  out: (text: string) => void;
  error: (text: string) => void;
}

interface CliOptions {
  output: string;
  format: PackageFormat;
  media?: string;
  mode?: ExportOptions['mode'];
  mastery?: number;
  buttons?: ExportOptions['buttons'];
  feedback?: ExportOptions['feedback'];
  locale?: string;
  questions?: number;
  threshold?: number;
  activities?: string;
  chapters?: true;
  linear?: true;
  pretest?: number;
  rollup?: ExportOptions['rollup'];
  watch?: true;
  progress?: true;
  json?: true;
}

const exitCode = { done: 0, failed: 1, wrongUsage: 2 };

/** `crosswalk-scorm` with its arguments; resolves to the exit code. */
export async function runCli(args: readonly string[], streams: CliStreams): Promise<number> {
  let code = exitCode.done;
  const program = command(streams).action(async (deck: string, options: CliOptions) => {
    const work = async (): Promise<void> => {
      code = await run(deck, options, streams);
    };
    if (!options.watch) return work();
    const { output } = options;
    return watchDeck({ deck, output, media: mediaOf(deck, options) }, streams.signal, work);
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCode.done : exitCode.wrongUsage;
  }
}

function command({ out, error }: CliStreams): Command {
  return new Command('crosswalk-scorm')
    .description('Writes a deck as a package for learning platforms.')
    .argument('<deck.json>', 'player content, format crosswalk-player/1')
    .requiredOption('-o, --output <out.zip>', 'where the package goes')
    .addOption(new Option('--format <format>').choices([...packageFormats]).default('scorm12'))
    .option('--media <dir>', 'folder of the media files (default: media beside the deck)')
    .addOption(new Option('--mode <mode>').choices(['study', 'test']))
    .option('--mastery <score>', 'scaled score from 0 to 1 that passes', share)
    .option('--buttons <count>', 'rating buttons in study mode: 2 or 4', buttonCount)
    .addOption(new Option('--feedback <when>').choices(['immediate', 'end', 'none']))
    .option('--locale <tag>', "language of the player's own words")
    .option('--questions <count>', 'a test asks so many, drawn anew for each attempt', count)
    .option('--threshold <share>', 'study is complete with this share answered, 0 to 1', share)
    .option('--activities <url>', 'prefix of the IRIs of deck and questions in xAPI')
    .option('--chapters', 'a unit for each chapter of the deck')
    .option('--linear', 'each chapter opens when the one before it is complete')
    .option('--pretest <count>', 'a test before the chapters: who passes one skips it', count)
    .addOption(new Option('--rollup <how>', 'what passes the whole').choices(['all', 'score']))
    .option('--watch', 'write the package again whenever the deck or its media change')
    .option('--progress', 'tell how far it is')
    .option('--json', 'print the result or the error as JSON')
    .exitOverride()
    .configureOutput({ writeOut: out, writeErr: error });
}

async function run(deck: string, options: CliOptions, streams: CliStreams): Promise<number> {
  try {
    const summary = await exportDeck(deck, options, streams);
    streams.out(options.json ? `${JSON.stringify(summary)}\n` : `${sentence(summary)}\n`);
    return exitCode.done;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (options.json) streams.out(`${JSON.stringify({ error: described(error, message) })}\n`);
    else streams.error(`crosswalk-scorm: ${message}\n`);
    return exitCode.failed;
  }
}

async function exportDeck(
  deck: string,
  options: CliOptions,
  { signal, error }: CliStreams,
): Promise<ExportSummary & { output: string }> {
  const { output, format, mode, buttons, feedback, locale, questions, pretest, rollup } = options;
  const summary = await exportPackage({
    format,
    content: parseContent(await readJson(deck)),
    media: mediaFolder(mediaOf(deck, options)),
    options: {
      ...{ mode, buttons, feedback, locale, questions, pretest, rollup },
      masteryScore: options.mastery,
      completionThreshold: options.threshold,
      activityBase: options.activities,
      structure: options.chapters && 'chapters',
      sequencing: options.linear && 'linear',
    },
    target: output,
    signal,
    ...(options.progress && { onProgress: tenths((percent) => error(`${percent} %\n`)) }),
  });
  return { output, ...summary };
}

/** Tells every tenth of the files once. */
function tenths(tell: (percent: number) => void): (progress: ExportProgress) => void {
  let told = 0;
  return ({ files: { done, total } }) => {
    const tenth = Math.floor((done / total) * 10);
    if (tenth > told) tell(tenth * 10);
    told = tenth;
  };
}

function mediaOf(deck: string, { media }: CliOptions): string {
  return media ?? join(dirname(deck), 'media');
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8');
  try {
    // Some editors begin a file with a byte order mark, which JSON does not allow.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PackageError('invalid-content', `${path} is not JSON: ${reason}`);
  }
}

function sentence({ output, files, mediaBytes }: ExportSummary & { output: string }): string {
  return `${output}: ${files} files, ${mediaBytes} bytes of media`;
}

function described(error: unknown, message: string): object {
  return error instanceof PackageError
    ? { code: error.code, message, problems: error.problems }
    : { code: 'failed', message };
}

function share(value: string): number {
  const given = Number(value);
  if (value.trim() !== '' && given >= 0 && given <= 1) return given;
  throw new InvalidArgumentError('It is a number from 0 to 1.');
}

function count(value: string): number {
  const given = Number(value);
  if (Number.isInteger(given) && given > 0) return given;
  throw new InvalidArgumentError('It is a whole number from 1.');
}

function buttonCount(value: string): 2 | 4 {
  if (value === '2') return 2;
  if (value === '4') return 4;
  throw new InvalidArgumentError('It is 2 or 4.');
}
