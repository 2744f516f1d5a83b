import type { SqlValue } from 'sql.js';

/** A cell as a whole number; hand-made collections keep anything anywhere. */
export function int(cell: SqlValue | undefined): number {
  const value = typeof cell === 'number' || typeof cell === 'string' ? Math.trunc(Number(cell)) : 0;
  return Number.isFinite(value) ? value : 0;
}

export function text(cell: SqlValue | undefined): string {
  if (typeof cell === 'string') return cell;
  return typeof cell === 'number' ? String(cell) : '';
}

export function blob(cell: SqlValue | undefined): Uint8Array {
  return cell instanceof Uint8Array ? cell : new Uint8Array();
}

/** An id read as text, because 64 bits need not fit a number; a number where they do. */
export function idValue(id: string): number | string {
  const value = Number(id);
  return Number.isSafeInteger(value) && String(value) === id ? value : id;
}

/** Columns as SQL: larger cells than any real one read as null rather than fill the memory. */
export function bounded(column: string, maxBytes: number): string {
  return `CASE WHEN octet_length(${column}) <= ${maxBytes} THEN ${column} END`;
}

export function asText(column: string): string {
  return `CAST(${column} AS TEXT)`;
}
