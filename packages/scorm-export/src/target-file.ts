import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';

/** Reading goes on while so much waits to be written. */
const WAITING_BYTES = 2 ** 20;

/** Lets `write` fill a stream, or the file at a path, which changes only when it is whole. */
export async function writeTarget(
  target: string | Writable,
  write: (target: Writable) => Promise<void>,
): Promise<void> {
  await (typeof target === 'string' ? writeWhole(target, write) : write(target));
}

/**
 * Lets `write` fill a temporary file beside `path` and moves it there when it is whole. Whatever
 * fails, an older file at `path` stays as it was and nothing half-written is left.
 */
async function writeWhole(path: string, write: (target: Writable) => Promise<void>): Promise<void> {
  const part = `${path}.${randomUUID()}.part`;
  try {
    await write(createWriteStream(part, { flags: 'wx', highWaterMark: WAITING_BYTES }));
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
