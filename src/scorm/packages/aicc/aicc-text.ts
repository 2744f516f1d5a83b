import { parse } from 'csv-parse/sync';
import { ImportRefusedError } from '../../../platform/files/import-refused-error.ts';

const MAX_ROWS = 20_000;

/** The rows of a comma-separated file, its header being the first. @throws {ImportRefusedError} */
export function aiccRows(file: string, text: string): string[][] {
  try {
    return parse(text, {
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      to: MAX_ROWS,
    });
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new ImportRefusedError('invalid_aicc', `${file} is no AICC table: ${detail}`, { cause });
  }
}

/** Looks fields up by the name of their column, in whatever case and order. */
export type AiccRecord = (column: string) => string | undefined;

export function aiccRecords(file: string, text: string): AiccRecord[] {
  const [header = [], ...rows] = aiccRows(file, text);
  const columns = new Map(header.map((name, index) => [name.toLowerCase(), index]));
  return rows.map((row) => (column) => row[columns.get(column) ?? -1] || undefined);
}

/** The sections of an .ini-like file: `[section]`, then `name=value`, or free text. */
export function aiccSections(text: string): Map<string, string[]> {
  const sections = new Map<string, string[]>();
  let lines: string[] = [];
  for (const line of text.split(/\r\n|\r|\n/)) {
    const name = /^\s*\[([^\]]+)\]/.exec(line)?.[1];
    if (name !== undefined) {
      lines = [];
      sections.set(name.trim().toLowerCase(), lines);
    } else if (line.trim() !== '' && !line.startsWith(';')) lines.push(line.trim());
  }
  return sections;
}

/** A value of a section, by its name in whatever case. */
export function settingOf(lines: string[] | undefined, name: string): string | undefined {
  for (const line of lines ?? []) {
    const [, key, value] = /^([^=]+)=(.*)$/.exec(line) ?? [];
    if (key?.trim().toLowerCase() === name) return value?.trim() || undefined;
  }
  return undefined;
}
