import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { StatementFilter } from '../store.ts';

/** Where a page ended: the filter, and the position of its last statement. */
export interface Position {
  tenant: string;
  filter: StatementFilter;
  last: number;
}

export interface Cursors {
  write(position: Position): string;
  /** Undefined for what `write` did not give. */
  read(cursor: string): Position | undefined;
}

/** Cursors signed by a key of this process, so that nobody widens the filter of another. */
export function createCursors(): Cursors {
  const key = randomBytes(32);
  const sign = (text: string) => createHmac('sha256', key).update(text).digest();
  return {
    write(position) {
      const text = Buffer.from(JSON.stringify(position)).toString('base64url');
      return `${text}.${sign(text).toString('base64url')}`;
    },
    read(cursor) {
      const [text = '', signature = ''] = cursor.split('.');
      const given = Buffer.from(signature, 'base64url');
      const right = sign(text);
      if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
      return JSON.parse(Buffer.from(text, 'base64url').toString(), revive);
    },
  };
}

function revive(name: string, value: unknown): unknown {
  const isTime = (name === 'since' || name === 'until') && typeof value === 'string';
  return isTime ? new Date(value) : value;
}
