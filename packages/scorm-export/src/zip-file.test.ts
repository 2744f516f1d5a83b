import { EventEmitter } from 'node:events';
import { PassThrough, Readable, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import AdmZip from 'adm-zip';
import { expect } from 'chai';
import { PackageError } from './package-error.ts';
import { mediaPackageFile, type PackageFile, textFile } from './package-file.ts';
import { writeZip } from './zip-file.ts';

function media(name: string, bytes: Buffer, size = bytes.length): PackageFile {
  return mediaPackageFile(name, { size, open: () => Readable.from([bytes]) });
}

async function zipOf(files: PackageFile[]): Promise<Buffer> {
  const target = new PassThrough();
  const [bytes] = await Promise.all([buffer(target), writeZip(files, target)]);
  return bytes;
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

const stored = 0;
const deflated = 8;

describe('zip of a package', () => {
  it('stores media, deflates text, sorts by name and fixes time and mode', async () => {
    const noise = Buffer.from('media '.repeat(100));
    const bytes = await zipOf([textFile('b.txt', 'x'.repeat(500)), media('a.png', noise)]);
    const [a, b] = new AdmZip(bytes).getEntries();
    expect(a?.entryName).to.equal('a.png');
    expect(a?.header.method).to.equal(stored);
    expect(a?.getData().equals(noise)).to.equal(true);
    expect(b?.entryName).to.equal('b.txt');
    expect(b?.header.method).to.equal(deflated);
    expect(b?.getData().toString()).to.equal('x'.repeat(500));
    expect(a?.header.time.getFullYear()).to.equal(2000);
    expect((a?.attr ?? 0) >>> 16).to.equal(0o100644);
  });

  it('has the same bytes whatever the order of the files and the chunks they come in', async () => {
    const text = 'The quick brown fox. '.repeat(5000);
    const one = await zipOf([textFile('a', text), textFile('b', 'b')]);
    const two = await zipOf([textFile('b', 'b'), textFile('a', text.match(/.{1,7}/gs) ?? [])]);
    expect(one.equals(two)).to.equal(true);
  });

  it('tells checksum and sizes before the data, for readers of streams; of long files behind', async () => {
    for (const [megabytes, bit] of [
      [1, 0],
      [5, 8],
    ]) {
      const noise = Buffer.alloc((megabytes ?? 0) * 2 ** 20, 'noise');
      const bytes = await zipOf([media('a.png', noise)]);
      expect(bytes.readUInt16LE(6) & 8).to.equal(bit);
      expect(new AdmZip(bytes).readFile('a.png')?.equals(noise)).to.equal(true);
    }
  });

  it('reports each file when it has been written', async () => {
    const names: string[] = [];
    const target = new PassThrough().resume();
    const files = [textFile('b', ''), media('a', Buffer.from('1'))];
    await writeZip(files, target, { onFile: ({ name }) => names.push(name) });
    expect(names).to.deep.equal(['a', 'b']);
  });

  for (const size of [2, 4]) {
    it(`refuses 3 bytes where ${size} were announced and names the file`, async () => {
      const error = await failureOf(zipOf([media('media/a.png', Buffer.from('abc'), size)]));
      expect(error).to.be.instanceOf(PackageError);
      expect(error).to.have.property('code', 'changed-media');
      expect(String(error)).to.include(`media/a.png: ${size} bytes announced, 3 read`);
    });
  }

  it('fails with the error of a file that cannot be read', async () => {
    const broken = new Error('disk gone');
    const open = () =>
      new Readable({
        read() {
          this.destroy(broken);
        },
      });
    const file: PackageFile = { name: 'a', compression: 'stored', open };
    expect(await failureOf(zipOf([file, textFile('b', 'b')]))).to.equal(broken);
  });

  it('fails with the error of the target and lets go of the file in hand', async () => {
    const full = new Error('disk full');
    const opened = new EventEmitter();
    const target = new Writable({
      write: (_chunk, _encoding, done) => void opened.once('open', () => done(full)),
    });
    const source = new Readable({ read() {} });
    const open = () => {
      opened.emit('open');
      return source;
    };
    const stuck: PackageFile = { name: 'b', compression: 'stored', open };
    expect(await failureOf(writeZip([textFile('a', 'a'), stuck], target))).to.equal(full);
    expect(source.destroyed).to.equal(true);
  });

  it('stops with the reason of its signal and lets go of the file in hand', async () => {
    const stop = new AbortController();
    const source = new Readable({ read() {} });
    const file: PackageFile = { name: 'a', compression: 'stored', open: () => source };
    const work = writeZip([file], new PassThrough().resume(), { signal: stop.signal });
    const reason = new Error('enough');
    stop.abort(reason);
    expect(await failureOf(work)).to.equal(reason);
    expect(source.destroyed).to.equal(true);
  });
});
