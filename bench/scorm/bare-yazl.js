import { createWriteStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** The least that a package in JavaScript costs: a folder's files, stored. */
const [folder = '', target = ''] = process.argv.slice(2);
const zip = new ZipFile();
for (const name of readdirSync(folder)) {
  zip.addFile(join(folder, name), `media/${name}`, { compress: false });
}
zip.end();
await pipeline(zip.outputStream, createWriteStream(target));
