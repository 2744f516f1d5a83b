import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { uuidv7 } from '../crypto/uuid.ts';
import type { StoredBlob } from './blobs.ts';

const staleMs = 24 * 60 * 60 * 1000;

export interface SpooledFile extends StoredBlob {
  path: string;
}

/** A folder where content waits until its hash is known. */
export interface Spool {
  newPath(): string;
  /** Durable when it resolves; nothing stays behind when the source fails. */
  write(source: Readable): Promise<SpooledFile>;
}

/** Makes the folder and removes what processes that died a day ago left in it. */
export async function openSpool(folder: string): Promise<Spool> {
  await mkdir(folder, { recursive: true });
  await removeStale(folder);
  const newPath = () => join(folder, uuidv7());
  return {
    newPath,
    async write(source) {
      const path = newPath();
      const meter = new Meter();
      try {
        await pipeline(source, meter, createWriteStream(path, { flags: 'wx', flush: true }));
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
      return { path, ...meter.result() };
    },
  };
}

export async function hashFile(path: string): Promise<StoredBlob> {
  const meter = new Meter();
  await pipeline(createReadStream(path), meter.resume());
  return meter.result();
}

class Meter extends Transform {
  #bytes = 0;
  readonly #hash: Hash = createHash('sha256');

  override _transform(chunk: Buffer, _: BufferEncoding, done: (e: null, d: Buffer) => void): void {
    this.#bytes += chunk.length;
    this.#hash.update(chunk);
    done(null, chunk);
  }

  result(): StoredBlob {
    return { sha256: this.#hash.digest('hex'), bytes: this.#bytes };
  }
}

async function removeStale(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const file = await stat(path).catch(() => undefined);
    if (file?.isFile() && file.mtimeMs < Date.now() - staleMs) await rm(path, { force: true });
  }
}
