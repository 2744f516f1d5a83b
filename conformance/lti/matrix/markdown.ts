import { markdownTable } from '../../markdown-table.ts';
import { levels } from '../case.ts';
import { count, type Matrix, type Result } from './matrix.ts';

const signs: Record<Result, string> = { passed: '✔', failed: '**✘**', 'not offered': '–' };
const orders: readonly Result[] = ['passed', 'failed', 'not offered'];

/** The page `docs/lti-matrix.md`. */
export function matrixAsMarkdown(matrix: Matrix): string {
  const themes = [...new Set(matrix.rows.map(({ id }) => themeOf(id)))];
  return `${[
    '# LTI 1.3: the same cases, three tools',
    `Written by \`LTI_MATRIX=write npm run conformance -- lti\`; the same as [CSV](lti-matrix.csv). ${matrix.rows.length} cases (\`conformance/lti/cases\`) run against a strict platform (\`packages/lti-platform\`) that checks each request a tool makes. A case passes only if none of them breaks a rule that MUST be kept; for Crosswalk, none that SHOULD be kept either. HARDEN is stricter than the specifications. "Not offered" (–): the tool has no interface for it.`,
    'The two others are driven by small apps of ours (`conformance/lti/peers`), written as their documentation shows: what the library does not hold back or repeat by itself counts as the app would let it through. ltijs runs with ltijs-sequelize on PostgreSQL; @lti-tool/core is bundled, since plain Node 20 cannot import it, and keeps its data in memory, since the package brings no storage.',
    markdownTable([['', ...matrix.tools], ...summary(matrix)]),
    ...themes.map((theme) => `## ${theme}\n\n${markdownTable(themeRows(matrix, theme))}`),
  ].join('\n\n')}\n`;
}

/** `launch.bad` of `launch.bad.kid-missing`. */
function themeOf(id: string): string {
  return id.split('.').slice(0, -1).join('.');
}

function summary(matrix: Matrix): string[][] {
  return levels.map((level) => [
    `${level}: passed / failed / not offered`,
    ...matrix.tools.map((tool) =>
      orders.map((result) => count(matrix, { tool, level, result })).join(' / '),
    ),
  ]);
}

function themeRows({ tools, rows }: Matrix, theme: string): string[][] {
  return [
    ['case', 'level', 'specification', ...tools],
    ...rows
      .filter(({ id }) => themeOf(id) === theme)
      .map(({ id, level, specRef, results }) => [
        ...[id.slice(theme.length + 1), level, specRef],
        ...results.map((result) => signs[result]),
      ]),
  ];
}
