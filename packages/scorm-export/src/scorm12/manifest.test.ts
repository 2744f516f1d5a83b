import { expect } from 'chai';
import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { type ManifestSchema, openManifestSchema } from '../../test/manifest-schema.ts';
import { sampleDeck } from '../../test/sample-deck.ts';
import { scorm12Manifest } from './manifest.ts';

const nastyTitles = [
  'Acme & Co %',
  '👩🏽‍🔬 🇪🇺',
  'عاصمة فرنسا',
  '\u202eright to left',
  '00 first',
  `"quotes" and 'more'`,
  ']]> <!-- --> <![CDATA[ </title>',
  'tab\tline\nfeed\r\u0000\u0008\u001f\u007f\u0085\ufffe',
  'lone \ud800 surrogate \udc00',
  '&amp; &#0; &unknown;',
  ' ',
  '',
  'x'.repeat(500),
  '😀'.repeat(300),
];
const names = ['content.js', 'index.html', 'player.css', 'player.js'];

describe('SCORM 1.2 manifest', () => {
  let schema: ManifestSchema;
  before(() => {
    schema = openManifestSchema();
  });
  after(() => schema.close());

  for (const title of nastyTitles) {
    it(`is valid with the title ${JSON.stringify(title.slice(0, 40))}`, () => {
      schema.validate(
        scorm12Manifest(sampleDeck({ title, id: title || 'x' }), names[1] ?? '', names),
      );
    });
  }

  it('is valid with any title, id, language and file name', () => {
    const language = fc.constantFrom('en', 'ar', 'zh-Hant-TW', 'es-419', 'de-1996');
    const text = fc.string({ unit: 'binary', maxLength: 300 });
    const deck = fc.record({ title: text, id: text, language });
    fc.assert(
      fc.property(deck, fc.array(text), (changes, files) => {
        schema.validate(scorm12Manifest(sampleDeck(changes), 'index.html', files));
      }),
    );
  });

  it('keeps the words of a title that XML would take as markup', () => {
    const manifest = scorm12Manifest(sampleDeck({ title: 'a & b < c ]]> "d"' }), 'index.html', []);
    const parser = new XMLParser({ htmlEntities: true });
    expect(parser.parse(manifest).manifest.organizations.organization.item.title).to.equal(
      'a & b < c ]]> "d"',
    );
  });

  it('cuts a title to the 200 characters that titleType allows', () => {
    const manifest = scorm12Manifest(sampleDeck({ title: '😀'.repeat(300) }), 'index.html', []);
    expect(manifest).to.include(`<title>${'😀'.repeat(199)}…</title>`);
  });

  it('lists every file', () => {
    const manifest = scorm12Manifest(sampleDeck(), 'index.html', ['a b.html', 'x/100%.png', 'ä']);
    expect([...manifest.matchAll(/<file href="([^"]*)"/g)].map(([, href]) => href)).to.deep.equal([
      'a%20b.html',
      'x/100%25.png',
      '%C3%A4',
    ]);
  });

  const scores: [number | undefined, string | undefined][] = [
    [undefined, undefined],
    [0, '0'],
    [0.29, '29'],
    [0.8, '80'],
    [2 / 3, '66.67'],
    [1, '100'],
  ];
  for (const [scaled, written] of scores) {
    it(`writes the mastery score ${scaled} as ${written}`, () => {
      const { options } = sampleDeck();
      const deck = sampleDeck({ options: { ...options, masteryScore: scaled } });
      const manifest = scorm12Manifest(deck, 'index.html', names);
      schema.validate(manifest);
      const found = /<adlcp:masteryscore>(.*)<\/adlcp:masteryscore>/.exec(manifest)?.[1];
      expect(found).to.equal(written);
    });
  }

  it('is refused by the schema when an id is no NCName', () => {
    const manifest = scorm12Manifest(sampleDeck(), 'index.html', names);
    const broken = manifest.replace('identifier="item"', 'identifier="0 item"');
    expect(() => schema.validate(broken)).to.throw(/identifier/);
  });
});
