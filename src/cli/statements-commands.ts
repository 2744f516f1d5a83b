import { openAsBlob } from 'node:fs';
import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { TransferReport } from '../xapi/transfer/transfer-report.ts';
import { withClient } from './connect.ts';
import { saveFile } from './download.ts';
import { type JobView, percent, waitForJob } from './jobs-wait.ts';
import { exitCodes, type Output } from './output.ts';

export interface ExportStatementsArguments {
  format: 'jsonl' | 'csv';
  out?: string;
  since?: string;
  until?: string;
  verb?: string;
  activity?: string;
  agent?: string;
  registration?: string;
  related?: boolean;
}

/** `hub statements export`: writes them into a file as they come. */
export async function exportStatementsCommand(
  { out: target, related, ...wanted }: ExportStatementsArguments,
  out: Output,
): Promise<number> {
  const query = new URLSearchParams({ ...wanted, ...(related && { related: 'true' }) });
  const file = target ?? `statements.${wanted.format}`;
  return withClient(async (client) => {
    const response = await client.download(`/v1/statements/export?${query}`);
    if (file === '-') {
      if (response.body) await pipeline(response.body, process.stdout, { end: false });
    } else {
      await saveFile(response, file);
      out.result({ file }, [`Written: ${file}`]);
    }
    return exitCodes.done;
  });
}

export interface ImportStatementsArguments {
  file: string;
  authority?: 'keep' | 'replace';
}

type ImportView = JobView & { report: TransferReport };

const SHOWN_PROBLEMS = 20;

/** `hub statements import FILE`: uploads, waits, and tells what came in. */
export async function importStatementsCommand(
  { file, authority = 'keep' }: ImportStatementsArguments,
  out: Output,
): Promise<number> {
  await access(file).catch(() => {
    throw new Error(`${file} cannot be read.`);
  });
  const form = new FormData();
  form.set('file', await openAsBlob(file), basename(file));
  return withClient(async (client) => {
    const path = `/v1/statements/imports?authority=${authority}`;
    const { id } = (await client.upload(path, form)) as ImportView;
    const job = await waitForJob<ImportView>(
      client,
      `/v1/statements/imports/${id}`,
      ({ progress }) => out.progress(`importing ... ${percent(progress)}`),
    );
    out.result(job, job.status === 'failed' ? [`Failed: ${job.error?.detail}`] : lines(job.report));
    if (job.status === 'failed') return exitCodes.failed;
    return job.report.failed > 0 ? exitCodes.partly : exitCodes.done;
  });
}

function lines(report: TransferReport): string[] {
  const problems = report.problems
    .slice(0, SHOWN_PROBLEMS)
    .map(({ at, reason }) => `  ${at}: ${reason}`);
  const more = report.failed - problems.length;
  return [
    `${report.new} new, ${report.unchanged} unchanged, ${report.failed} failed`,
    ...problems,
    ...(more > 0 ? [`  ... and ${more} more`] : []),
  ];
}
