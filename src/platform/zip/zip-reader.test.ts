import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { ZipFile } from 'yazl';
import { forgeZip } from './zip-forgery.ts';
import type { ZipLimits } from './zip-limits.ts';
import { openZip } from './zip-reader.ts';

describe('zip reader', () => {
  let folder: string;
  let path: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zip-reader-'));
    path = join(folder, 'x.zip');
  });
  after(() => rm(folder, { recursive: true }));

  async function unpack(bytes: Buffer, limits?: Partial<ZipLimits>) {
    await writeFile(path, bytes);
    const zip = await openZip(path, limits);
    try {
      const files = new Map<string, string>();
      for (const name of zip.entries.keys()) files.set(name, (await zip.read(name)).toString());
      return files;
    } finally {
      await zip.close();
    }
  }

  async function refusal(bytes: Buffer, limits?: Partial<ZipLimits>): Promise<string> {
    try {
      await unpack(bytes, limits);
    } catch (error) {
      if (error instanceof Error && error.name === 'ImportRefusedError' && 'code' in error) {
        return String(error.code);
      }
      throw error;
    }
    return 'taken';
  }

  it('gives back what yazl wrote, whatever the names, sizes and methods', async () => {
    const file = fc.record({
      content: fc.uint8Array({ maxLength: 3000 }),
      compress: fc.boolean(),
    });
    const files = fc.dictionary(fc.stringMatching(/^[a-z0-9é漢 ]{1,12}(\/[a-z]{1,4})?$/), file, {
      maxKeys: 8,
    });
    await fc.assert(
      fc.asyncProperty(files, fc.boolean(), async (wanted, forceZip64Format) => {
        const writer = new ZipFile();
        for (const [name, { content, compress }] of Object.entries(wanted)) {
          writer.addBuffer(Buffer.from(content), name, { compress, forceZip64Format });
        }
        writer.end({ forceZip64Format, comment: '' });
        const chunks: Buffer[] = [];
        for await (const chunk of writer.outputStream) chunks.push(Buffer.from(chunk));
        const got = await unpack(Buffer.concat(chunks));
        expect([...got]).deep.equal(
          Object.entries(wanted).map(([name, { content }]) => [
            name,
            Buffer.from(content).toString(),
          ]),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('leaves folders out and tells each file size', async () => {
    await writeFile(
      path,
      forgeZip([
        { name: 'f/', method: 0 },
        { name: 'f/a', content: 'abc' },
      ]),
    );
    const zip = await openZip(path);
    expect([...zip.entries.values()].map(({ name, bytes }) => ({ name, bytes }))).deep.equal([
      { name: 'f/a', bytes: 3 },
    ]);
    await zip.close();
  });

  const whole = forgeZip([{ name: 'a', content: 'text '.repeat(300) }]);
  const zeros = Buffer.alloc(20_000_000);
  const refused: [title: string, code: string, bytes: Buffer, limits?: Partial<ZipLimits>][] = [
    ['a file that is not a zip', 'not_a_zip', Buffer.from('front,back\n')],
    ['an empty file', 'not_a_zip', Buffer.alloc(0)],
    ['a zip cut short', 'damaged_zip', whole.subarray(0, whole.length - 10)],
    ['a zip without its end', 'damaged_zip', whole.subarray(0, 40)],
    [
      'a directory that lies outside the file',
      'damaged_zip',
      forgeZip([{ name: 'a' }], { directory: 0xfffffff0 }),
    ],
    ['a directory of other bytes', 'damaged_zip', forgeZip([{ name: 'a' }], { directory: 0 })],
    ['data that run past the end', 'damaged_zip', forgeZip([{ name: 'a', offset: 0x7fffffff }])],
    ['an encrypted entry', 'encrypted_zip', forgeZip([{ name: 'a', flags: 0x801 }])],
    ['a strongly encrypted entry', 'encrypted_zip', forgeZip([{ name: 'a', flags: 0x841 }])],
    ['an unknown compression', 'unsupported_compression', forgeZip([{ name: 'a', method: 14 }])],
    ['a parent folder in a name', 'unsafe_name', forgeZip([{ name: 'a/../../b' }])],
    ['an absolute name', 'unsafe_name', forgeZip([{ name: '/etc/passwd' }])],
    ['a drive in a name', 'unsafe_name', forgeZip([{ name: 'C:evil.txt' }])],
    ['a backslash in a name', 'unsafe_name', forgeZip([{ name: '..\\evil.txt' }])],
    ['a NUL in a name', 'unsafe_name', forgeZip([{ name: 'a.txt\u0000.png' }])],
    ['a name of 60,000 characters', 'unsafe_name', forgeZip([{ name: 'a'.repeat(60_000) }])],
    ['an empty name', 'unsafe_name', forgeZip([{ name: '' }])],
    ['a symbolic link', 'special_file', forgeZip([{ name: 'a', mode: 0o120777 }])],
    ['a device', 'special_file', forgeZip([{ name: 'a', mode: 0o060600 }])],
    ['a name twice', 'duplicate_name', forgeZip([{ name: 'a' }, { name: 'a' }])],
    ['names that differ by case', 'duplicate_name', forgeZip([{ name: 'a' }, { name: 'A' }])],
    [
      'names that differ by Unicode form',
      'duplicate_name',
      forgeZip([{ name: 'é' }, { name: 'e\u0301' }]),
    ],
    ['names that differ by a dot', 'duplicate_name', forgeZip([{ name: 'a' }, { name: './a' }])],
    [
      'more entries than allowed',
      'too_many_entries',
      forgeZip([{ name: 'a' }, { name: 'b' }]),
      { entries: 1 },
    ],
    [
      'a declared size of 10 GB',
      'too_large',
      forgeZip([{ name: 'a', content: 'x', zip64: true, declaredBytes: 10e9 }]),
    ],
    [
      'entries that are together too large',
      'too_large',
      forgeZip([
        { name: 'a', content: zeros },
        { name: 'b', content: zeros },
      ]),
      { totalBytes: 30_000_000, ratio: 2000 },
    ],
    ['a ratio bomb', 'compression_ratio', forgeZip([{ name: 'a', content: zeros }])],
    [
      'entries that share their data',
      'overlapping_entries',
      forgeZip([
        { name: 'a', content: randomBytes(500) },
        { name: 'b', offset: 0 },
      ]),
    ],
    [
      'an entry inside the data of another',
      'overlapping_entries',
      forgeZip([
        { name: 'a', content: forgeZip([{ name: 'in', content: 'x' }]), method: 0 },
        { name: 'b', content: 'x', offset: 31 },
      ]),
    ],
    [
      'more bytes than declared',
      'size_mismatch',
      forgeZip([{ name: 'a', content: 'xxxx', declaredBytes: 3 }]),
    ],
    [
      'fewer bytes than declared',
      'size_mismatch',
      forgeZip([{ name: 'a', content: 'xxxx', declaredBytes: 5 }]),
    ],
    [
      'a stored entry of two sizes',
      'size_mismatch',
      forgeZip([{ name: 'a', content: 'xxxx', method: 0, declaredBytes: 9 }]),
    ],
    [
      'a wrong CRC-32',
      'checksum_mismatch',
      forgeZip([{ name: 'a', content: 'xxxx', declaredCrc: 1 }]),
    ],
    [
      'damaged deflate data',
      'damaged_zip',
      forgeZip([{ name: 'a', content: 'not deflated', declaredMethod: 8, method: 0 }]),
    ],
  ];
  for (const [title, code, bytes, limits] of refused) {
    it(`refuses ${title} -> ${code}`, async () => {
      expect(await refusal(bytes, limits)).equal(code);
    });
  }

  it('refuses offsets beyond 2^53 in ZIP64 records instead of throwing outside', async () => {
    const locator = Buffer.alloc(20);
    locator.writeUInt32LE(0x07064b50, 0);
    locator.writeBigUInt64LE(0xffffffff_fffffff0n, 8);
    const bytes = Buffer.concat([whole.subarray(0, -22), locator, whole.subarray(-22)]);
    expect(await refusal(bytes)).equal('damaged_zip');
  });

  it('refuses data that a longer local header moves into the next entry', async () => {
    const bytes = forgeZip([{ name: 'a', content: randomBytes(50) }, { name: 'b' }]);
    bytes.writeUInt16LE(20, 28);
    expect(await refusal(bytes)).equal('overlapping_entries');
  });

  it('stops unpacking where the declared size ends', async () => {
    await writeFile(path, forgeZip([{ name: 'a', content: zeros, declaredBytes: 1000 }]));
    const zip = await openZip(path);
    let unpacked = 0;
    const error = await (async () => {
      for await (const chunk of await zip.stream('a')) unpacked += chunk.length;
    })().catch((reason) => reason);
    await zip.close();
    expect(error).include({ code: 'size_mismatch' });
    expect(unpacked).most(1000);
  });

  it('survives any change of one byte', async () => {
    const original = forgeZip([
      { name: 'a.txt', content: 'some text that is packed, packed, packed' },
      { name: 'b.txt', content: 'stored', method: 0 },
    ]);
    const change = fc.record({
      at: fc.nat({ max: original.length - 1 }),
      to: fc.nat({ max: 255 }),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ at, to }) => {
        const bytes = Buffer.from(original);
        bytes[at] = to;
        await refusal(bytes);
      }),
      { numRuns: 400 },
    );
  });

  it('does not open zips inside a zip', async () => {
    const inner = forgeZip([{ name: 'inner', content: zeros.subarray(0, 1_000_000) }]);
    const files = await unpack(forgeZip([{ name: 'r.zip', content: inner }]));
    expect([...files.keys()]).deep.equal(['r.zip']);
  });

  it('does not unpack an entry over the size asked for', async () => {
    await writeFile(path, whole);
    const zip = await openZip(path);
    const error = await zip.read('a', 100).catch((reason) => reason);
    expect(error).include({ name: 'ImportRefusedError', code: 'too_large' });
    const missing = await zip.read('b').catch((reason) => reason);
    expect(missing).include({ code: 'missing_entry' });
    await zip.close();
  });

  it('lists 30,000 entries by a few reads of the file, not two for each', async () => {
    const entries = Array.from({ length: 30_000 }, (_, index) => ({
      name: `${index}`,
      content: `content ${index}`,
      method: 0,
    }));
    await writeFile(path, forgeZip(entries));
    const { read } = fs;
    let reads = 0;
    fs.read = new Proxy(read, {
      apply(target, self, given) {
        reads += 1;
        return Reflect.apply(target, self, given);
      },
    });
    syncBuiltinESMExports();
    const zip = await openZip(path).finally(() => {
      fs.read = read;
      syncBuiltinESMExports();
    });
    expect(reads).within(1, 50);
    expect(zip.entries.size).equal(30_000);
    expect((await zip.read('29999')).toString()).equal('content 29999');
    await zip.close();
  });
});
