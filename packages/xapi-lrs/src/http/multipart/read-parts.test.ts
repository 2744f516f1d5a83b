import { expect } from 'chai';
import fc from 'fast-check';
import { readParts } from './read-parts.ts';

async function partsOf(chunks: Iterable<Buffer>, boundary: string) {
  const parts: [headers: object, content: string][] = [];
  async function* source() {
    yield* chunks;
  }
  for await (const { headers, content } of readParts(source(), boundary)) {
    const pieces: Buffer[] = [];
    for await (const piece of content) pieces.push(piece);
    parts.push([Object.fromEntries(headers), Buffer.concat(pieces).toString('latin1')]);
  }
  return parts;
}

const read = (text: string) => partsOf([Buffer.from(text, 'latin1')], 'b');

async function complaintOf(text: string): Promise<string> {
  try {
    await read(text);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return '';
}

/** Cut into pieces of these sizes, over and over. */
function* cut(bytes: Buffer, sizes: number[]): Generator<Buffer> {
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

describe('RFC 2046 5.1: reading multipart', () => {
  it('however the bytes are cut, the parts are the same', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: fc.constantFrom('\r', '\n', '-', 'b', 'a', '\0', '\xff') })),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        async (contents, sizes) => {
          fc.pre(contents.every((content) => !`\r\n${content}`.includes('\r\n--bab')));
          const text = contents.map((content) => `\r\n--bab\r\nX: 1\r\n\r\n${content}`).join('');
          const bytes = Buffer.from(`${text}\r\n--bab--`, 'latin1');
          const parts = await partsOf(cut(bytes, sizes), 'bab');
          expect(parts).to.deep.equal(contents.map((content) => [{ x: '1' }, content]));
        },
      ),
    ));

  it('the first boundary needs no line before it, and a preamble and an epilogue are ignored', async () => {
    const expected = [[{ a: 'b' }, 'c']];
    expect(await read('--b\r\nA: b\r\n\r\nc\r\n--b--')).to.deep.equal(expected);
    expect(await read('hello\r\n--b\r\nA: b\r\n\r\nc\r\n--b--\r\nbye')).to.deep.equal(expected);
  });

  it('blanks may follow a boundary; parts may have no headers and no content', async () => {
    expect(await read('--b \t\r\n\r\n\r\n--b--')).to.deep.equal([[{}, '']]);
  });

  for (const [what, text, complaint] of [
    ['no boundary at all', 'hello', /ends before its last boundary/],
    ['no last boundary', '--b\r\n\r\nhello', /ends before its last boundary/],
    ['other text behind a boundary', '--bc\r\n\r\n\r\n--b--', /followed by other text/],
    ['a header without colon', '--b\r\nhello\r\n\r\n\r\n--b--', /header line "hello"/],
    ['endless headers', `--b\r\nA: ${'x'.repeat(20_000)}`, /16384 bytes at most/],
  ] as const) {
    it(`${what} -> refused`, async () => {
      expect(await complaintOf(text)).to.match(complaint);
    });
  }
});
