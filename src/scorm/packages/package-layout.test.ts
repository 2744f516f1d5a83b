import { expect } from 'chai';
import { packageLayout } from './package-layout.ts';
import { refusalOf, testReading } from './test-reading.ts';

function layout(...names: string[]) {
  const { warn, warnings } = testReading();
  return { ...packageLayout(names, warn), warnings };
}

describe('the layout of a package', () => {
  const kinds: [kind: string, ...names: string[]][] = [
    ['scorm', 'imsmanifest.xml', 'index.html'],
    ['scorm', 'IMSMANIFEST.XML'],
    ['cmi5', 'cmi5.xml', 'imsmanifest.xml'],
    ['scorm', 'tincan.xml', 'imsmanifest.xml'],
    ['tincan', 'tincan.xml', 'a/imsmanifest.xml'],
    ['aicc', 'golf.CRS', 'golf.au'],
  ];
  for (const [kind, ...names] of kinds) {
    it(`with ${names.join(', ')} is ${kind}`, () => {
      expect(layout(...names).kind).equal(kind);
    });
  }

  it('is taken from the folder that all of it lies in, with a warning', () => {
    const { root, content, warnings } = layout(
      'golf/imsmanifest.xml',
      'golf/a/./b.html',
      '__MACOSX/golf/._a',
      '.DS_Store',
    );
    expect(root).equal('golf/');
    expect([...content]).deep.equal([
      ['golf/imsmanifest.xml', 'imsmanifest.xml'],
      ['golf/a/./b.html', 'a/b.html'],
    ]);
    expect(warnings).length(1);
  });

  const refused: [title: string, ...names: string[]][] = [
    ['nothing'],
    ['no description', 'index.html', 'readme.txt'],
    ['a description too deep', 'a/b/imsmanifest.xml', 'a/b/index.html'],
    ['a description beside other folders', 'a/imsmanifest.xml', 'b/index.html'],
    ['cmi5.xml in a folder (cmi5 14.1.1)', 'a/cmi5.xml', 'a/index.html'],
  ];
  for (const [title, ...names] of refused) {
    it(`is refused with ${title}`, () => {
      expect(refusalOf(() => layout(...names)).code).equal('no_description');
    });
  }
});
