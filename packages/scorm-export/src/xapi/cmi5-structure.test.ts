import { expect } from 'chai';
import fc from 'fast-check';
import { cmi5Problems } from '../../test/cmi5-rules.ts';
import { nastyTitles } from '../../test/nasty-titles.ts';
import { chapteredDeck, sampleDeck } from '../../test/sample-deck.ts';
import { planCourse } from '../course/plan-course.ts';
import type { DeckContent } from '../deck-content.ts';
import type { CourseOptions } from '../export-options.ts';
import { PackageError } from '../package-error.ts';
import { cmi5Structure } from './cmi5-structure.ts';

const files = ['index.html', 'unit-1.html', 'unit-2.html'];
const chapters: CourseOptions = { structure: 'chapters' };
const structureOf = (deck: DeckContent, options: CourseOptions = {}): string =>
  cmi5Structure(planCourse(deck, options));

describe('cmi5 course structure', () => {
  for (const title of nastyTitles) {
    it(`keeps to the rules with the title ${JSON.stringify(title.slice(0, 40))}`, () => {
      const whole = structureOf(sampleDeck({ title, id: title || 'x' }));
      expect(cmi5Problems(whole, files)).to.deep.equal([]);
      expect(cmi5Problems(structureOf(chapteredDeck({ title }), chapters), files)).to.deep.equal(
        [],
      );
    });
  }

  it('keeps to the rules with any id and objective', () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(text, text, (id, objective) => {
        const deck = sampleDeck({ id, objectives: [{ id: objective, title: '' }] });
        expect(cmi5Problems(structureOf(deck), files)).to.deep.equal([]);
      }),
      { numRuns: 50 },
    );
  });

  it('has an AU for each chapter, with its objectives', () => {
    const xml = structureOf(chapteredDeck(), chapters);
    expect(xml.match(/<au /g)).to.have.length(2);
    expect(xml).to.include('<url>unit-2.html</url>');
    expect(xml.match(/<objective idref/g)).to.have.length(1);
    expect(xml).to.include('Capitals &amp; more');
  });

  it('10.2.4: what has a mastery score has to be passed, other things completed', () => {
    const deck = sampleDeck();
    expect(structureOf(deck)).to.include('moveOn="Completed"').and.not.include('masteryScore');
    const judged = { ...deck, options: { ...deck.options, masteryScore: 2 / 3 } };
    expect(structureOf(judged)).to.include('moveOn="CompletedAndPassed" masteryScore="0.6667"');
  });

  it('ids are the same for the same deck, and below the given prefix', () => {
    const deck = chapteredDeck();
    const activityBase = 'https://hub.example/xapi/activities/';
    const based = { ...deck, options: { ...deck.options, activityBase } };
    const iri = `https://hub.example/xapi/activities/decks/${deck.id}`;
    expect(structureOf(based, chapters)).to.include(`<course id="${iri}">`);
    expect(structureOf(deck)).to.include(`<course id="urn:uuid:${deck.id}">`);
    expect(structureOf(deck, chapters)).to.equal(structureOf(chapteredDeck(), chapters));
  });

  it('has no pretest, as nothing could be skipped', () => {
    expect(() => structureOf(chapteredDeck(), { ...chapters, pretest: 1 }))
      .to.throw(PackageError)
      .with.property('code', 'unsupported-option');
  });

  it('a structure that breaks the rules is found out', () => {
    const xml = structureOf(chapteredDeck(), chapters);
    expect(cmi5Problems(xml, ['unit-1.html'])).to.have.length(1);
    expect(cmi5Problems(xml.replace(/id="urn[^"]*"/, 'id="x"'), files)).to.have.length(1);
    expect(cmi5Problems(xml.replace('moveOn="Completed"', 'moveOn="x"'), files)).to.have.length(1);
  });
});
