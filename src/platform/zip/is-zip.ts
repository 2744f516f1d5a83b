import { type FileHandle, open } from 'node:fs/promises';

/** A local header, or the end record of an empty zip or of an empty ZIP64 one. */
const SIGNATURES = new Set(['PK\u0003\u0004', 'PK\u0005\u0006', 'PK\u0006\u0006']);

/** Whether the file begins as a zip does. */
export async function isZip(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    return await isOpenZip(file);
  } finally {
    await file.close();
  }
}

export async function isOpenZip(file: FileHandle): Promise<boolean> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
  return SIGNATURES.has(buffer.toString('latin1', 0, bytesRead));
}
