import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import { forgeZstd, forgeZstdBomb } from '../collection-forgery.ts';
import { unzstd } from './zstd-stream.ts';

async function unpack(packed: Buffer, { step = 7, maxBytes = 1_000_000 } = {}): Promise<Buffer> {
  const pieces = async function* () {
    for (let at = 0; at < packed.length; at += step) yield packed.subarray(at, at + step);
  };
  const out: Uint8Array[] = [];
  for await (const chunk of unzstd(pieces(), { name: 'x', maxBytes })) out.push(chunk);
  return Buffer.concat(out);
}
const failure = (packed: Buffer, options = {}) =>
  unpack(packed, options).then(
    () => 'unpacked',
    (error) => error.code,
  );

describe('Zstandard from packages', () => {
  for (const length of [0, 1, 5, 65_535, 65_536, 200_000]) {
    it(`${length} bytes come back, however they arrive`, async () => {
      const content = Buffer.alloc(length, 'crosswalk');
      for (const step of [5, 1000, 1_000_000]) {
        expect((await unpack(forgeZstd(content), { step })).equals(content)).to.equal(true);
      }
    });
  }

  it('stops at its budget, not after it', async () => {
    const bomb = forgeZstdBomb(10 * 1024 ** 3);
    let taken = 0;
    const pieces = async function* () {
      for (; taken < bomb.length; taken += 64) yield bomb.subarray(taken, taken + 64);
    };
    const unpacking = unzstd(pieces(), { name: 'x', maxBytes: 10_000_000 });
    const error = await buffer(unpacking).catch((reason) => reason);
    expect(error).to.include({ code: 'too_large' });
    // Four bytes stand for 128 kB each.
    expect(taken).to.be.below(1_000);
  });

  it('blocks of nothing end', async () => {
    const empty = Buffer.from([0, 0, 0]);
    const frame = Buffer.concat([
      Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x68]),
      ...Array<Buffer>(100_000).fill(empty),
    ]);
    expect(await failure(frame, { step: 65_536 })).to.equal('damaged_zstd');
  }).timeout(60_000);

  for (const [title, packed] of [
    ['another format', Buffer.from('PK\u0003\u0004 something else')],
    ['a frame that breaks off', forgeZstd('x'.repeat(100)).subarray(0, 50)],
    ['a second frame', Buffer.concat([forgeZstd('x'), forgeZstd('y')])],
    ['a window of 2 GB', forgeZstd('x', { windowDescriptor: 0xa8 })],
  ] as const) {
    it(`${title} is refused`, async () => expect(await failure(packed)).to.equal('damaged_zstd'));
  }
});
