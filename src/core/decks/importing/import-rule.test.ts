import { expect } from 'chai';
import { decideImport, type KnownContent } from './import-rule.ts';

const at = (second: number) => new Date(second * 1000);
const ours = (change: Partial<KnownContent> = {}): KnownContent => ({
  hash: 'a',
  origin: 'import',
  modifiedAt: at(10),
  deleted: false,
  ...change,
});

describe('import rule', () => {
  const table: [string, string, Parameters<typeof decideImport>[0], KnownContent | undefined][] = [
    ['unknown key', 'new', { hash: 'b', modifiedAt: at(10) }, undefined],
    ['same content', 'unchanged', { hash: 'a', modifiedAt: at(10) }, ours()],
    ['same content, older', 'unchanged', { hash: 'a', modifiedAt: at(1) }, ours()],
    ['newer', 'updated', { hash: 'b', modifiedAt: at(11) }, ours()],
    [
      'newer than our edit',
      'updated',
      { hash: 'b', modifiedAt: at(11) },
      ours({ origin: 'author' }),
    ],
    ['older', 'conflicting', { hash: 'b', modifiedAt: at(9) }, ours()],
    [
      'older than our edit',
      'conflicting',
      { hash: 'b', modifiedAt: at(9) },
      ours({ origin: 'author' }),
    ],
    ['same time', 'updated', { hash: 'b', modifiedAt: at(10) }, ours()],
    ['no time', 'updated', { hash: 'b', modifiedAt: undefined }, ours()],
    [
      'no time, edited here',
      'conflicting',
      { hash: 'b', modifiedAt: undefined },
      ours({ origin: 'author' }),
    ],
    ['deleted here', 'conflicting', { hash: 'a', modifiedAt: at(9) }, ours({ deleted: true })],
    [
      'deleted here, then changed there',
      'updated',
      { hash: 'b', modifiedAt: at(11) },
      ours({ deleted: true }),
    ],
  ];
  for (const [title, outcome, entry, known] of table) {
    it(`${title} -> ${outcome}`, () => {
      expect(decideImport(entry, known)).to.equal(outcome);
    });
  }
});
