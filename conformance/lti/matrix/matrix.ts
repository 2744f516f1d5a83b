import type { Case } from '../case.ts';
import type { Outcome } from '../runner/outcome.ts';

export type Result = Outcome['result'];

/** What each tool made of each case. */
export interface Matrix {
  /** Names with versions, ours first. */
  tools: string[];
  rows: MatrixRow[];
}

export interface MatrixRow {
  id: string;
  level: string;
  specRef: string;
  results: Result[];
}

export function matrixOf(
  cases: readonly Case[],
  outcomes: ReadonlyMap<string, ReadonlyMap<string, Result>>,
): Matrix {
  const tools = [...outcomes.keys()];
  const rows = cases.map(({ id, level, specRef }) => ({
    ...{ id, level, specRef },
    results: tools.map((tool) => outcomes.get(tool)?.get(id) ?? 'not offered'),
  }));
  return { tools, rows };
}

/** How many cases of a level a tool came to a result in. */
export function count(
  { tools, rows }: Matrix,
  { tool, level, result }: { tool: string; level: string; result: Result },
): number {
  const column = tools.indexOf(tool);
  return rows.filter((row) => row.level === level && row.results[column] === result).length;
}
