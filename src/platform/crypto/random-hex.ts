import { randomFillSync } from 'node:crypto';

/** A system call for each id would cost more than the id. */
const pool = Buffer.alloc(4096);
let offset = pool.length;

/** So many random bytes in hexadecimal; for ids, never for secrets: what is handed out stays in memory. */
export function randomHex(bytes: number): string {
  const at = take(bytes);
  return pool.toString('hex', at, at + bytes);
}

export function randomUInt32(): number {
  return pool.readUInt32BE(take(4));
}

function take(bytes: number): number {
  if (offset + bytes > pool.length) {
    randomFillSync(pool);
    offset = 0;
  }
  offset += bytes;
  return offset - bytes;
}
