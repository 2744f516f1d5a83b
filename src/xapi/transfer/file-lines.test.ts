import { expect } from 'chai';
import fc from 'fast-check';
import { type FileLine, fileLines } from './file-lines.ts';

async function read(chunks: Buffer[], longest = 1_000): Promise<FileLine[]> {
  const lines: FileLine[] = [];
  for await (const line of fileLines(source(chunks), longest)) lines.push(line);
  return lines;
}

async function* source(chunks: Buffer[]) {
  yield* chunks;
}

describe('lines of a file', () => {
  it('are the same however the file arrives, and tell where the next begins', async () => {
    const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ''));
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.integer({ min: 1, max: 7 }), async (texts, size) => {
        const bytes = Buffer.from(texts.map((text) => `${text}\n`).join(''));
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.subarray(i * size, (i + 1) * size),
        );
        const lines = await read(chunks);
        expect(lines.map(({ text }) => text)).to.deep.equal(texts);
        let from = 0;
        for (const { text, end } of lines) {
          expect(bytes.subarray(from, end).toString()).to.equal(`${text}\n`);
          from = end;
        }
      }),
    );
  });

  it('include the last one without an end', async () => {
    expect(await read([Buffer.from('a\nb')])).to.deep.equal([
      { text: 'a', end: 2 },
      { text: 'b', end: 3 },
    ]);
  });

  it('that are too long are told of, and not held', async () => {
    const chunks = [Buffer.from('x'.repeat(6)), Buffer.from('x'.repeat(6)), Buffer.from('\nb\n')];
    expect(await read(chunks, 10)).to.deep.equal([
      { text: undefined, end: 13 },
      { text: 'b', end: 15 },
    ]);
  });
});
