import { allRequirements, provenBy } from './coverage.ts';
import { reasons } from './reasons.ts';

/** The page of docs that says of each requirement what proves it. */
export function requirementTable(): string {
  const proven = provenBy();
  const ids = allRequirements();
  const tested = ids.filter((id) => proven.has(id)).length;
  const rows = ids.map((id) => {
    const files = proven.get(id)?.map((file) => `\`${file}\``);
    return [id, files?.join(', ') ?? reasons.get(id) ?? ''];
  });
  return `# Requirements of cmi5

Written by \`CMI5_TABLE=write npm run conformance -- cmi5\`. The ids are those of npm \`@cmi5/requirements\` 1.0.0; (d) marks what its authors derive from the specification. Of ${ids.length} requirements ${tested} have tests that carry their id, in \`conformance/cmi5\` and \`src/scorm/cmi5\`; of the other ${ids.length - tested} the reason is told.

${aligned([['requirement', 'proven by, or why not'], ...rows])}
`;
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => line(row.map((cell, i) => cell.padEnd(widths[i] ?? 0))));
  return [lines[0], line(widths.map((width) => '-'.repeat(width))), ...lines.slice(1)].join('\n');
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
