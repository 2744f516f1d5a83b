import { openAsBlob } from 'node:fs';
import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ImportReport } from '../core/decks/importing/import-report.ts';
import { withClient } from './connect.ts';
import { type JobView, percent, waitForJob } from './jobs-wait.ts';
import { exitCodes, type Output } from './output.ts';

export interface ImportArguments {
  file: string;
  deck?: string;
  person?: string;
  mapping?: string;
  rows?: 'cards' | 'people';
  plan?: boolean;
  scheduling?: 'keep' | 'drop';
  pages?: boolean;
}

type ImportView = JobView & { kind: string; report: ImportReport };

/** `hub import FILE`: uploads, waits, and tells what came in. */
export async function importCommand(args: ImportArguments, out: Output): Promise<number> {
  await access(args.file).catch(() => {
    throw new Error(`${args.file} cannot be read.`);
  });
  const form = new FormData();
  const fields = {
    deckId: args.deck,
    personId: args.person,
    mapping: args.mapping,
    rows: args.rows,
    mode: args.plan ? 'plan' : undefined,
    scheduling: args.scheduling,
    pages: args.pages ? 'deck' : undefined,
  };
  for (const [name, value] of Object.entries(fields)) if (value) form.set(name, value);
  form.set('file', await openAsBlob(args.file), basename(args.file));
  return withClient(async (client) => {
    const { id } = (await client.upload('/v1/imports', form)) as ImportView;
    const job = await waitForJob<ImportView>(client, `/v1/imports/${id}`, ({ progress }) =>
      out.progress(`importing ... ${percent(progress)}`),
    );
    out.result(job, job.status === 'failed' ? [`Failed: ${job.error?.detail}`] : lines(job));
    if (job.status === 'failed') return exitCodes.failed;
    return hasFailures(job.report) ? exitCodes.partly : exitCodes.done;
  });
}

const kinds = ['decks', 'notes', 'cards', 'reviews', 'media', 'people', 'groups'] as const;
const outcomes = ['new', 'updated', 'unchanged', 'conflicting', 'failed'] as const;
const SHOWN_PROBLEMS = 20;

function lines({ kind, report }: ImportView): string[] {
  const counted = kinds.flatMap((of) => {
    const told = outcomes.filter((o) => report[of][o] > 0).map((o) => `${report[of][o]} ${o}`);
    return told.length > 0 ? [`  ${of.padEnd(8)} ${told.join(', ')}`] : [];
  });
  const problems = report.problems
    .slice(0, SHOWN_PROBLEMS)
    .map(({ at, severity, reason }) => `  ${severity} ${at}: ${reason}`);
  const more = report.problemCount - problems.length;
  const planned = (report.plan ?? [])
    .slice(0, SHOWN_PROBLEMS)
    .map(
      ({ at, action, displayName, changed }) =>
        `  ${action} ${at}: ${[displayName, ...changed].join(', ')}`,
    );
  return [
    report.plan ? `Planned (${kind}); nothing is stored:` : `Imported (${kind}):`,
    ...planned,
    ...(report.courseId ? [`  course   ${report.courseId}`] : []),
    ...(counted.length > 0 ? counted : ['  nothing was in it']),
    ...problems,
    ...(more > 0 ? [`  ... and ${more} more problems`] : []),
  ];
}

function hasFailures(report: ImportReport): boolean {
  return kinds.some((of) => report[of].failed > 0);
}
