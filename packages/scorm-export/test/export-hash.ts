import { createHash } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { exportPackage } from '../src/export-package.ts';
import { sampleDeck, sampleMedia } from './sample-deck.ts';

/** SHA-256 of the sample deck's package. */
export async function sampleHash(): Promise<string> {
  const target = new PassThrough();
  const request = { format: 'scorm12', content: sampleDeck(), media: sampleMedia, target } as const;
  const [bytes] = await Promise.all([buffer(target), exportPackage(request)]);
  return createHash('sha256').update(bytes).digest('hex');
}

// Run by itself, it prints the hash: the time zone is fixed when a process starts.
if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await sampleHash());
