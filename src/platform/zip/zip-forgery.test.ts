import AdmZip from 'adm-zip';
import { expect } from 'chai';
import { forgeZip } from './zip-forgery.ts';

describe('a forged zip', () => {
  it('without a lie is read by an independent reader', () => {
    const bytes = forgeZip([
      { name: 'a.txt', content: 'stored', method: 0 },
      { name: 'folder/ü.txt', content: 'deflated '.repeat(50) },
    ]);
    const zip = new AdmZip(bytes);
    expect(
      zip.getEntries().map((entry) => [entry.entryName, entry.getData().toString()]),
    ).deep.equal([
      ['a.txt', 'stored'],
      ['folder/ü.txt', 'deflated '.repeat(50)],
    ]);
  });
});
