import { parse } from 'csv-parse/sync';
import { type Directives, NO_DIRECTIVES } from '../rows/table.ts';
import { splitTags } from '../rows/tags.ts';

const SEPARATORS: Record<string, string> = {
  comma: ',',
  semicolon: ';',
  tab: '\t',
  space: ' ',
  pipe: '|',
  colon: ':',
};
const ROLES = {
  'guid column': 'guid',
  'deck column': 'deck',
  'tags column': 'tags',
  'notetype column': 'noteType',
} as const;
const KEYS = new Set([
  'separator',
  'html',
  'tags',
  'columns',
  'notetype',
  'deck',
  'if matches',
  ...Object.keys(ROLES),
]);

/**
 * Reads the `#key:value` lines at the start of a text file
 * (https://docs.ankiweb.net/importing/text-files.html#file-headers). Lines with other keys are
 * comments; a file with no known key is no text file from Anki, and its `#` are content.
 */
export function readDirectives(text: string): Directives {
  const lines: [key: string, value: string][] = [];
  for (const line of text.split(/\r\n?|\n/)) {
    if (!line.startsWith('#')) break;
    const [, key = '', value = ''] = /^#\s*([a-z ]+?)\s*:(.*)$/i.exec(line) ?? [];
    if (KEYS.has(key.toLowerCase())) lines.push([key.toLowerCase(), value]);
  }
  if (lines.length === 0) return NO_DIRECTIVES;
  const directives: Directives = { ...NO_DIRECTIVES, fromAnki: true, roles: new Map() };
  for (const [key, value] of lines) applyDirective(directives, key, value);
  const columns = lines.find(([key]) => key === 'columns');
  if (columns) directives.columns = splitColumns(columns[1], directives.separator);
  return directives;
}

function applyDirective(directives: Directives, key: string, value: string): void {
  const text = value.trim();
  if (key === 'separator') {
    const separator = SEPARATORS[text.toLowerCase()] ?? (value.trim() || value).slice(0, 1);
    if (separator !== '') directives.separator = separator;
  }
  if (key === 'html') directives.html = text.toLowerCase() === 'true';
  if (key === 'tags') directives.tags = splitTags(text);
  if (key === 'deck' && text !== '') directives.deck = text;
  if (key === 'notetype' && text !== '') directives.noteType = text;
  const role = key in ROLES ? ROLES[key as keyof typeof ROLES] : undefined;
  const column = Number(text);
  if (role && Number.isInteger(column) && column >= 1) directives.roles.set(column - 1, role);
}

function splitColumns(value: string, separator: string | undefined): string[] {
  const delimiter = separator ?? ['\t', ';', ',', '|'].find((mark) => value.includes(mark)) ?? ',';
  const [names = []] = parse(value, { delimiter, relax_quotes: true, relax_column_count: true });
  return names.map((name) => name.trim());
}
