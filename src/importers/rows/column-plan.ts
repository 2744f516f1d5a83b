import { ImportRefusedError } from '../../platform/files/import-refused-error.ts';
import type { Column } from './column.ts';
import { namesHeaders, resolveMapping } from './column-mapping.ts';
import { fieldNames } from './field-names.ts';
import { hasHeaderRow } from './header-row.ts';
import { type CardRole, cardRoleOf } from './header-words.ts';
import { type Directives, MAX_COLUMNS, type Row } from './table.ts';

export interface ColumnPlan {
  headerRow: boolean;
  /** All columns of the table, those left out included. */
  width: number;
  columns: Column[];
  front: Column;
  back: Column | undefined;
}

const SINGLE_ROLES = ['front', 'back', 'hint', 'tags', 'deck', 'guid', 'id', 'noteType'] as const;
const ROLE_NAMES = new Map<string, CardRole>(
  [...SINGLE_ROLES, 'ignore' as const].map((role) => [role.toLowerCase(), role]),
);

/**
 * Says what each column is for: by the mapping, then by Anki's headers, then by the header row's
 * words; the first columns left become front and back.
 * @throws {ImportRefusedError} `unknown_column`, `invalid_mapping`, `too_many_columns`,
 * `empty_file`
 */
export function planColumns(
  sample: Row[],
  directives: Directives,
  mapping: Record<string, string> = {},
): ColumnPlan {
  const headerRow = !directives.fromAnki && (namesHeaders(mapping) || hasHeaderRow(sample));
  const headers = directives.columns ?? (headerRow ? (sample[0]?.cells ?? []) : []);
  const width = Math.max(headers.length, commonWidth(sample));
  if (width > MAX_COLUMNS) throw tooManyColumns(width);
  const mapped = resolveMapping(mapping, headers, width);
  const columns: Column[] = Array.from({ length: width }, (_, index) => ({
    index,
    name: mapped.get(index) ?? headers[index] ?? '',
    role: directives.roles.get(index) ?? 'field',
  }));
  applyMapping(columns, mapped, headers);
  if (headers.length > 0) applyWords(columns, mapped, headers);
  const used = columns.filter((column) => column.name !== '' || hasContent(column, sample));
  return completePlan(used, { headerRow, width });
}

function completePlan(
  columns: Column[],
  layout: { headerRow: boolean; width: number },
): ColumnPlan {
  const take = (role: 'front' | 'back') => {
    const found =
      columns.find((column) => column.role === role) ??
      columns.find((column) => column.role === 'field');
    if (found) found.role = role;
    return found;
  };
  const front = take('front');
  const back = take('back');
  if (!front) {
    throw new ImportRefusedError('empty_file', 'The file has no column that could be a front.');
  }
  return { ...layout, columns: fieldNames(columns), front, back };
}

function applyMapping(columns: Column[], mapped: Map<number, string>, headers: string[]): void {
  for (const [index, field] of mapped) {
    const column = columns[index];
    if (!column) continue;
    column.role = ROLE_NAMES.get(field.toLowerCase()) ?? 'field';
    if (column.role !== 'field') column.name = headers[index] ?? '';
    if (!isFree(columns, column)) {
      throw new ImportRefusedError('invalid_mapping', `The mapping names "${field}" twice.`);
    }
  }
}

function applyWords(columns: Column[], mapped: Map<number, string>, headers: string[]): void {
  for (const column of columns) {
    if (column.role !== 'field' || mapped.has(column.index)) continue;
    column.role = cardRoleOf(headers[column.index] ?? '') ?? 'field';
    if (!isFree(columns, column)) column.role = 'field';
  }
}

function isFree(columns: Column[], { index, role }: Column): boolean {
  const single = SINGLE_ROLES.some((name) => name === role);
  return !(single && columns.some((other) => other.index !== index && other.role === role));
}

function hasContent({ index }: Column, sample: Row[]): boolean {
  return sample.some(({ cells }) => (cells[index] ?? '') !== '');
}

/** The number of cells that most rows have. */
function commonWidth(sample: Row[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of sample) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  return Math.max(0, ...[...counts.keys()].filter((width) => counts.get(width) === most));
}

function tooManyColumns(width: number): ImportRefusedError {
  return new ImportRefusedError(
    'too_many_columns',
    `The file has ${width} columns; ${MAX_COLUMNS} are allowed.`,
  );
}
