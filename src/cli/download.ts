import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

/** Writes what the hub sends into a file, which has another name until it is whole. */
export async function saveFile(response: Response, file: string): Promise<void> {
  const draft = `${file}.part`;
  try {
    if (!response.body) throw new Error('the hub sent no file');
    await pipeline(response.body, createWriteStream(draft));
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
