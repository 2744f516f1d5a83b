import { expect } from 'chai';
import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { type ManifestSchema, openManifestSchema } from '../../test/manifest-schema.ts';
import { nastyTitles } from '../../test/nasty-titles.ts';
import { chapteredDeck, sampleDeck } from '../../test/sample-deck.ts';
import { planCourse } from '../course/plan-course.ts';
import type { DeckContent } from '../deck-content.ts';
import type { CourseOptions } from '../export-options.ts';
import { PackageError } from '../package-error.ts';
import { scorm12Manifest } from './manifest.ts';

const names = ['content.js', 'index.html', 'player.css', 'player.js'];

function manifestOf(
  deck: DeckContent,
  files: readonly string[] = names,
  options: CourseOptions = {},
): string {
  return scorm12Manifest(planCourse(deck, options), files);
}

describe('SCORM 1.2 manifest', () => {
  let schema: ManifestSchema;
  before(() => {
    schema = openManifestSchema('1.2');
  });
  after(() => schema.close());

  for (const title of nastyTitles) {
    it(`is valid with the title ${JSON.stringify(title.slice(0, 40))}`, () => {
      schema.validate(manifestOf(sampleDeck({ title, id: title || 'x' })));
      schema.validate(manifestOf(chapteredDeck({ title }), names, { structure: 'chapters' }));
    });
  }

  it('is valid with any title, id, language and file name', () => {
    const language = fc.constantFrom('en', 'ar', 'zh-Hant-TW', 'es-419', 'de-1996');
    const text = fc.string({ unit: 'binary', maxLength: 300 });
    const deck = fc.record({ title: text, id: text, language });
    fc.assert(
      fc.property(deck, fc.array(text), (changes, files) => {
        schema.validate(manifestOf(sampleDeck(changes), files));
      }),
    );
  });

  it('keeps the words of a title that XML would take as markup', () => {
    const manifest = manifestOf(sampleDeck({ title: 'a & b < c ]]> "d"' }));
    const parser = new XMLParser({ htmlEntities: true });
    expect(parser.parse(manifest).manifest.organizations.organization.item.title).to.equal(
      'a & b < c ]]> "d"',
    );
  });

  it('cuts a title to the 200 characters that titleType allows', () => {
    const manifest = manifestOf(sampleDeck({ title: '😀'.repeat(300) }));
    expect(manifest).to.include(`<title>${'😀'.repeat(199)}…</title>`);
  });

  it('lists every file', () => {
    const manifest = manifestOf(sampleDeck(), ['a b.html', 'x/100%.png', 'ä']);
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
      const manifest = manifestOf(deck);
      schema.validate(manifest);
      const found = /<adlcp:masteryscore>(.*)<\/adlcp:masteryscore>/.exec(manifest)?.[1];
      expect(found).to.equal(written);
    });
  }

  it('has an item and a SCO for each chapter, which depend on what all share', () => {
    const files = ['player.js', 'unit-1.html', 'unit-1.js', 'unit-2.html', 'unit-2.js'];
    const manifest = manifestOf(chapteredDeck(), files, { structure: 'chapters' });
    schema.validate(manifest);
    const items = [...manifest.matchAll(/<item identifier="([^"]*)"/g)].map(([, id]) => id);
    expect(items).to.deep.equal(['item-unit-1', 'item-unit-2']);
    expect(manifest.match(/<dependency identifierref="shared"/g)).to.have.length(2);
    expect(manifest.match(/<file href="player.js"/g)).to.have.length(1);
    expect(manifest).not.to.include('prerequisites');
  });

  it('opens a chapter of a linear course after the one before it', () => {
    const options = { structure: 'chapters', sequencing: 'linear' } as const;
    const manifest = manifestOf(chapteredDeck(), names, options);
    schema.validate(manifest);
    const found = [...manifest.matchAll(/<adlcp:prerequisites type="aicc_script">([^<]*)</g)];
    expect(found.map(([, id]) => id)).to.deep.equal(['item-unit-1']);
  });

  it('has no pretest, as nothing could be skipped', () => {
    const options = { structure: 'chapters', pretest: 2 } as const;
    expect(() => manifestOf(chapteredDeck(), names, options))
      .to.throw(PackageError)
      .with.property('code', 'unsupported-option');
  });

  it('is refused by the schema when an id is no NCName', () => {
    const manifest = manifestOf(sampleDeck());
    const broken = manifest.replace('identifier="item"', 'identifier="0 item"');
    expect(() => schema.validate(broken)).to.throw(/identifier/);
  });
});
