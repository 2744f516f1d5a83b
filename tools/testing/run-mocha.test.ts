import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { runMocha } from './run-mocha.ts';
import { countLine } from './tally.ts';

describe('a group of tests', () => {
  const dir = mkdtempSync(join(tmpdir(), 'crosswalk-fixture-'));
  after(() => rmSync(dir, { recursive: true }));
  let made = 0;

  async function running(...sources: string[]) {
    const files = sources.map((source) => {
      made += 1;
      const file = join(dir, `case-${made}.ts`);
      writeFileSync(file, source);
      return file;
    });
    const stop = new AbortController().signal;
    return runMocha({ title: 'G', files, env: {}, output: 'ignore', stop });
  }

  it('counts what passed, and names what failed and why', async () => {
    const tally = await running(
      `it('is well', () => {});
      it('is not', () => { throw new Error('so\\nit is', { cause: new Error('of that') }); });`,
    );
    expect(countLine(tally)).to.equal('1 passed, 1 failed');
    expect(tally.failures).to.deep.equal(['G: is not: so it is (of that)']);
  });

  it('fails without files, and without tests in them', async () => {
    expect((await running()).failures).to.deep.equal(['G: there are no tests']);
    expect((await running('export {};')).failures).to.deep.equal(['G: no test was executed']);
  });

  it('counts a crash as one failure', async () => {
    const tally = await running("throw new Error('at import');");
    expect(countLine(tally)).to.equal('0 passed, 1 failed');
  });

  it('counts a process that ends with an error after its tests', async () => {
    const tally = await running(
      "it('is well', () => {}); process.on('exit', () => process.exit(7));",
    );
    expect(tally.failures).to.deep.equal(['G: mocha ended with exit 7']);
  });

  it('lets a skipped test fail under CI only', async () => {
    const given = process.env.CI;
    const source = "it('is well', () => {}); it.skip('is not run', () => {});";
    try {
      process.env.CI = 'true';
      expect((await running(source)).failures).to.deep.equal(['G: a test was skipped']);
      delete process.env.CI;
      expect((await running(source)).failures).to.deep.equal([]);
    } finally {
      if (given === undefined) delete process.env.CI;
      else process.env.CI = given;
    }
  });
});
