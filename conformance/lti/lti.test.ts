import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { allCases } from './cases/all-cases.ts';
import { openHub } from './drivers/hub.ts';
import { openLtiTool } from './drivers/lti-tool.ts';
import { openLtijs } from './drivers/ltijs.ts';
import { matrixAsCsv, matrixFromCsv } from './matrix/csv.ts';
import { matrixAsMarkdown } from './matrix/markdown.ts';
import { matrixOf, type Result } from './matrix/matrix.ts';
import { createRunner, type Runner } from './runner/runner.ts';
import { emptyDatabase } from './test-database.ts';
import type { ToolDriver } from './tool-driver.ts';

const CSV = 'docs/lti-matrix.csv';
const MARKDOWN = 'docs/lti-matrix.md';
const isWriting = process.env.LTI_MATRIX === 'write';
const outcomes = new Map<string, Map<string, Result>>();
const label = ({ name, version }: ToolDriver) => `${name} ${version}`;

describe('LTI 1.3 Advantage', function () {
  // The longest case waits a minute until the hub has read its score back.
  this.timeout(120_000);

  describe('Crosswalk', () => {
    const runner = withTool(async () => openHub(await emptyDatabase()));
    for (const one of allCases) {
      it(`${one.level} ${one.id}`, async () => {
        const outcome = await runner().run(one);
        expect(outcome).to.deep.equal({ result: 'passed' });
      });
    }
  });

  const peers: [name: string, open: () => Promise<ToolDriver>][] = [
    ['ltijs', async () => openLtijs((await emptyDatabase()).ownerUrl)],
    ['@lti-tool/core', openLtiTool],
  ];
  // What others do changes with their releases only, and takes minutes.
  for (const [name, open] of process.env.LTI_MATRIX ? peers : []) {
    describe(`${name}, of which ${CSV} tells`, () => {
      const runner = withTool(open);
      const recorded = recordedResults(name);
      for (const one of allCases) {
        it(`${one.id}: ${recorded.get(one.id) ?? 'nothing yet'}`, async () => {
          const { result } = await runner().run(one);
          if (!isWriting) expect(result).to.equal(recorded.get(one.id));
        });
      }
    });
  }

  after(() => {
    if (!isWriting) return;
    const matrix = matrixOf(allCases, outcomes);
    writeFileSync(CSV, matrixAsCsv(matrix));
    writeFileSync(MARKDOWN, matrixAsMarkdown(matrix));
  });
});

/** Opens the tool for the tests of a suite; what it comes to is kept for the matrix. */
function withTool(open: () => Promise<ToolDriver>): () => Runner {
  let driver: ToolDriver | undefined;
  let runner: Runner | undefined;
  before(async () => {
    const tool = await open();
    driver = tool;
    const inner = createRunner(tool);
    const kept = new Map<string, Result>();
    outcomes.set(label(tool), kept);
    runner = {
      ...inner,
      run: async (one) => {
        const outcome = await inner.run(one);
        kept.set(one.id, outcome.result);
        return outcome;
      },
    };
  });
  after(async () => {
    await runner?.close();
    await driver?.close();
  });
  return () => {
    if (!runner) throw new Error('The tool did not start.');
    return runner;
  };
}

function recordedResults(name: string): Map<string, Result> {
  if (isWriting) return new Map();
  const { tools, rows } = matrixFromCsv(readFileSync(CSV, 'utf8'));
  const column = tools.findIndex((tool) => tool.startsWith(`${name} `));
  return new Map(rows.map(({ id, results }) => [id, results[column] ?? 'not offered']));
}
