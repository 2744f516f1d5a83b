import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import AdmZip from 'adm-zip';
import { expect } from 'chai';
import { ensurePlayerBuilt } from '../test/player-build.ts';
import { pictureName, sampleDeck } from '../test/sample-deck.ts';
import { runCli } from './command.ts';

describe('crosswalk-scorm', function () {
  this.timeout(60_000);
  let folder: string;
  let deck: string;
  let output: string;

  before(ensurePlayerBuilt);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'crosswalk-scorm-'));
    deck = join(folder, 'deck.json');
    output = join(folder, 'out.zip');
    await mkdir(join(folder, 'media'));
    await writeFile(join(folder, 'media', pictureName), 'picture');
    await writeFile(deck, `\uFEFF${JSON.stringify(sampleDeck())}`);
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function run(...args: string[]) {
    let out = '';
    let error = '';
    const code = await runCli(args, {
      signal: new AbortController().signal,
      out: (text) => {
        out += text;
      },
      error: (text) => {
        error += text;
      },
    });
    return { code, out, error };
  }

  it('writes the package and exits with 0', async () => {
    const { code, out } = await run(deck, '-o', output, '--mode', 'study', '--mastery', '0.8');
    expect(code).to.equal(0);
    expect(out).to.include(`${output}: 11 files, 7 bytes of media`);
    expect((await readFile(output)).subarray(0, 2).toString()).to.equal('PK');
  });

  it('takes the media from another folder', async () => {
    const { code } = await run(deck, '-o', output, '--media', join(folder, 'media'));
    expect(code).to.equal(0);
  });

  it('prints the result as JSON when asked', async () => {
    const { out } = await run(deck, '-o', output, '--json');
    expect(JSON.parse(out)).to.deep.equal({ output, files: 11, mediaBytes: 7 });
  });

  it('exits with 1 and names what is missing', async () => {
    const { code, error } = await run(deck, '-o', output, '--media', folder);
    expect(code).to.equal(1);
    expect(error).to.include(`media/${pictureName}: not found`);
    expect(await readdir(folder)).to.not.include('out.zip');
  });

  it('exits with 1 and points into a wrong deck', async () => {
    await writeFile(deck, JSON.stringify({ ...sampleDeck(), title: 5 }));
    const { code, out } = await run(deck, '-o', output, '--json');
    expect(code).to.equal(1);
    expect(JSON.parse(out).error.problems).to.deep.equal([
      { at: '/title', message: 'must be string' },
    ]);
  });

  it('exits with 1 when the deck is no JSON or not there', async () => {
    await writeFile(deck, '{');
    expect((await run(deck, '-o', output)).error).to.include('is not JSON');
    expect((await run(join(folder, 'none.json'), '-o', output)).code).to.equal(1);
  });

  it('tells how far it is when asked', async () => {
    const { error } = await run(deck, '-o', output, '--progress');
    expect(error.trim().split('\n').at(-1)).to.equal('100 %');
    expect((await run(deck, '-o', output)).error).to.equal('');
  });

  it('writes every format', async () => {
    for (const format of ['scorm2004-3', 'scorm2004-4', 'cmi5', 'xapi', 'qti3']) {
      expect((await run(deck, '-o', output, '--format', format)).code, format).to.equal(0);
    }
  });

  it('writes the package again when the deck or its media change, and only then', async () => {
    const stop = new AbortController();
    let written = 0;
    const step = async (): Promise<void> => {
      written++;
      if (written === 1) await writeFile(deck, JSON.stringify(sampleDeck({ title: 'New' })));
      if (written === 2) await writeFile(join(folder, 'media', pictureName), 'another');
      // Longer than it takes to notice what was written last: the package itself.
      if (written === 3) setTimeout(() => stop.abort(), 400);
    };
    const running = runCli([deck, '-o', output, '--watch'], {
      signal: stop.signal,
      error: () => {},
      out: () => void step(),
    });
    expect(await running).to.equal(0);
    expect(written).to.equal(3);
    const zip = new AdmZip(output);
    expect(zip.readAsText('imsmanifest.xml')).to.include('<title>New</title>');
    expect(zip.readAsText(`media/${pictureName}`)).to.equal('another');
  });

  const wrongUsage: [string, string[]][] = [
    ['no deck', ['-o', 'out.zip']],
    ['no output', ['deck.json']],
    ['an unknown option', ['deck.json', '-o', 'out.zip', '--colour']],
    ['an unknown mode', ['deck.json', '-o', 'out.zip', '--mode', 'play']],
    ['a mastery score over 1', ['deck.json', '-o', 'out.zip', '--mastery', '80']],
    ['an empty mastery score', ['deck.json', '-o', 'out.zip', '--mastery', '']],
    ['three buttons', ['deck.json', '-o', 'out.zip', '--buttons', '3']],
    ['an unknown format', ['deck.json', '-o', 'out.zip', '--format', 'aicc']],
    ['a pretest of no questions', ['deck.json', '-o', 'out.zip', '--pretest', '0']],
    ['one argument too many', ['deck.json', 'other.json', '-o', 'out.zip']],
  ];
  for (const [name, args] of wrongUsage) {
    it(`exits with 2 at ${name}`, async () => {
      const { code, error } = await run(...args);
      expect(code).to.equal(2);
      expect(error).to.include('error:');
    });
  }

  it('shows its help and exits with 0', async () => {
    const { code, out } = await run('--help');
    expect(code).to.equal(0);
    expect(out).to.include('--mastery <score>');
  });

  it('runs as a process with the same exit codes', () => {
    const script = fileURLToPath(new URL('./cli.ts', import.meta.url));
    const node = (...args: string[]) =>
      spawnSync(process.execPath, ['--import', 'tsx', '--conditions=source', script, ...args])
        .status;
    expect(node(deck, '-o', output)).to.equal(0);
    expect(node(join(folder, 'none.json'), '-o', output)).to.equal(1);
    expect(node()).to.equal(2);
  });
});
