import { parse } from 'csv-parse/sync';
import type { Matrix, Result } from './matrix.ts';

const results: readonly Result[] = ['passed', 'failed', 'not offered'];

export function matrixAsCsv({ tools, rows }: Matrix): string {
  const lines = rows.map(({ id, level, specRef, results: found }) => [
    ...[id, level, specRef],
    ...found,
  ]);
  return `${[['case', 'level', 'spec', ...tools], ...lines].map(line).join('\n')}\n`;
}

const line = (cells: readonly string[]) =>
  cells.map((cell) => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');

export function matrixFromCsv(text: string): Matrix {
  const [head = [], ...lines]: string[][] = parse(text);
  return {
    tools: head.slice(3),
    rows: lines.map(([id = '', level = '', specRef = '', ...found]) => ({
      ...{ id, level, specRef },
      results: found.map((word) => results.find((result) => result === word) ?? 'not offered'),
    })),
  };
}
