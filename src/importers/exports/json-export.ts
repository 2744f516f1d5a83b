import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { MediaEntry } from '../../core/decks/deck-document.ts';
import { type ExportTask, fetchMedia, sourceOf } from './export-task.ts';

/** Writes a deck document (`crosswalk-deck/1`), media included. */
export async function writeJsonExport(task: ExportTask): Promise<void> {
  const source = await sourceOf(task, 'id');
  let done = 0;

  async function* entries(): AsyncGenerator<unknown> {
    for await (const page of source.atoms()) {
      yield* page;
      done += page.length;
      task.onProgress(done, 0);
    }
  }
  async function* media(): AsyncGenerator<MediaEntry> {
    for await (const { name, sha256, path } of fetchMedia(task, source.media)) {
      yield { name, sha256, data: await readFile(path, 'base64') };
    }
  }
  async function* parts() {
    const { decks, noteTypes, relations } = source;
    yield `{"format":"crosswalk-deck/1","decks":${JSON.stringify(decks)},"noteTypes":${JSON.stringify(noteTypes)},"atoms":[`;
    yield* joined(entries());
    yield '],"media":[';
    yield* joined(media());
    yield `],"relations":${JSON.stringify(relations)}}\n`;
  }
  await pipeline(parts(), createWriteStream(task.target), { signal: task.signal });
}

async function* joined(values: AsyncIterable<unknown>): AsyncGenerator<string> {
  let separator = '\n';
  for await (const value of values) {
    yield separator + JSON.stringify(value);
    separator = ',\n';
  }
}
