import { createHash } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { exportPackage } from '../src/export-package.ts';
import { packageFormats } from '../src/package-formats.ts';
import { chapteredDeck, sampleMedia } from './sample-deck.ts';

/** SHA-256 of the sample deck's packages in all formats. */
export async function sampleHashes(): Promise<string> {
  const hash = createHash('sha256');
  for (const format of packageFormats) {
    const target = new PassThrough();
    const options = { structure: 'chapters' } as const;
    const deck = { format, content: chapteredDeck(), options, media: sampleMedia } as const;
    const [bytes] = await Promise.all([buffer(target), exportPackage({ ...deck, target })]);
    hash.update(bytes);
  }
  return hash.digest('hex');
}

// Run by itself, it prints the hash: the time zone is fixed when a process starts.
if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await sampleHashes());
