import { Readable } from 'node:stream';
import { expect } from 'chai';
import { fromRandomAccessReaderPromise, RandomAccessReader } from 'yauzl';
import {
  centralHeader,
  dataDescriptor,
  endOfDirectory,
  localHeader,
  type ZipEntry,
} from './zip-records.ts';

const entry: ZipEntry = {
  ...{ name: 'media/a.png', compression: 'stored', descriptor: 'none' },
  ...{ crc32: 0x89abcdef, size: 5, compressedSize: 5, offset: 0 },
};
const GIGABYTES_5 = 5 * 2 ** 30;
const LOOKED_THROUGH = 2 ** 17;

/** The end of a file, whose beginning is never read. */
class Tail extends RandomAccessReader {
  readonly bytes: Buffer;
  readonly from: number;
  constructor(bytes: Buffer, from: number) {
    super();
    this.bytes = bytes;
    this.from = from;
  }
  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from([this.bytes.subarray(start - this.from, end - this.from)]);
  }
}

/** The directory, which begins at `offset`, opened by another reader. */
function open(directory: Buffer, entries: number, offset: number) {
  const end = endOfDirectory(entries, offset, directory.length);
  // Readers look for the end in the last 64 KiB.
  const before = Buffer.alloc(LOOKED_THROUGH);
  const tail = new Tail(Buffer.concat([before, directory, end]), offset - LOOKED_THROUGH);
  const size = offset + directory.length + end.length;
  return fromRandomAccessReaderPromise(tail, size, { autoClose: false });
}

const told = ({ name, crc32, size, compressedSize, offset }: ZipEntry) => ({
  ...{ name, crc32, size, compressedSize, offset },
});

describe('zip records', () => {
  const cases: [title: string, changes: Partial<ZipEntry>][] = [
    ['a file', {}],
    ['a deflated file', { compression: 'deflated', size: 500 }],
    ['a name of letters beyond ASCII', { name: 'média/é.png' }],
    ['a file just below the limit', { size: 2 ** 32 - 2, compressedSize: 2 ** 32 - 2 }],
    ['a file at the limit', { size: 2 ** 32 - 1, compressedSize: 2 ** 32 - 1 }],
    ['a file of 5 GiB', { size: GIGABYTES_5, compressedSize: GIGABYTES_5 }],
    ['a file behind 5 GiB of others', { offset: GIGABYTES_5 }],
    ['a long file whose sizes follow', { descriptor: '8-byte sizes' }],
  ];
  for (const [title, changes] of cases) {
    it(`4.3.12 tell of ${title}`, async () => {
      const changed = { ...entry, ...changes };
      const zip = await open(centralHeader(changed), 1, 2 * GIGABYTES_5);
      for await (const found of zip.eachEntry()) {
        const { crc32, compressedSize, uncompressedSize: size } = found;
        const { fileName: name, relativeOffsetOfLocalHeader: offset } = found;
        expect({ name, crc32, size, compressedSize, offset }).to.deep.equal(told(changed));
      }
      expect(zip.entriesRead).to.equal(1);
    });
  }

  it('4.3.14 count more entries than two bytes can', async () => {
    for (const count of [65_534, 65_535, 70_000]) {
      const directory = Buffer.concat(Array(count).fill(centralHeader(entry)));
      expect((await open(directory, count, LOOKED_THROUGH)).entryCount).to.equal(count);
    }
  });

  it('4.3.7 tell checksum and sizes before the data, 4.3.9 or behind them', () => {
    const header = localHeader(entry);
    expect(header.readUInt16LE(6) & 8).to.equal(0);
    expect(header.readUInt32LE(14)).to.equal(entry.crc32);
    expect(header.readUInt32LE(18)).to.equal(entry.size);
    const later: ZipEntry = { ...entry, descriptor: '4-byte sizes' };
    expect(localHeader(later).readUInt16LE(6) & 8).to.equal(8);
    expect(
      localHeader(later)
        .subarray(14, 26)
        .every((byte) => byte === 0),
    ).to.equal(true);
    expect(dataDescriptor(later).toString('hex')).to.equal('504b0708efcdab890500000005000000');
  });

  it('4.3.9.2 have 8 bytes for sizes behind the data where the header has the zip64 field', () => {
    const large: ZipEntry = { ...entry, descriptor: '8-byte sizes', size: GIGABYTES_5 };
    const header = localHeader(large);
    expect(header.readUInt16LE(4)).to.equal(45);
    expect(header.readUInt32LE(22)).to.equal(0xffffffff);
    expect(header.subarray(30 + entry.name.length).toString('hex')).to.match(/^01001000(00){16}$/);
    const descriptor = dataDescriptor(large);
    expect(descriptor).to.have.length(24);
    expect(descriptor.readBigUInt64LE(16)).to.equal(BigInt(GIGABYTES_5));
  });
});
