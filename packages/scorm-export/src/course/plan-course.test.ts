import { expect } from 'chai';
import { chapteredDeck, sampleDeck } from '../../test/sample-deck.ts';
import type { DeckContent } from '../deck-content.ts';
import { PackageError } from '../package-error.ts';
import { planCourse } from './plan-course.ts';

const idsOf = ({ items }: { items: { id: string }[] }): string[] => items.map(({ id }) => id);

describe('the units of a course', () => {
  it('a deck is one unit unless it is asked otherwise', () => {
    const { units } = planCourse(chapteredDeck(), {});
    expect(units).to.have.length(1);
    expect(units[0]).to.include({ kind: 'whole', page: 'index.html', script: 'content.js' });
    expect(units[0].content).not.to.have.any.keys('chapters', 'metadata');
  });

  it('chapters are units in their order, weighted by their questions', () => {
    const { units } = planCourse(chapteredDeck(), { structure: 'chapters' });
    expect(units.map(({ title, page }) => [title, page])).to.deep.equal([
      ['France & Spain', 'unit-1.html'],
      ['Others', 'unit-2.html'],
    ]);
    expect(units.map(({ content }) => idsOf(content))).to.deep.equal([
      ['i1', 'i2', 'i3'],
      ['i4', 'i5'],
    ]);
    expect(units.map(({ weight }) => weight)).to.deep.equal([0.5, 0.5]);
  });

  it('the files of ten units and more are sorted as they are played', () => {
    const chapters = Array.from({ length: 12 }, (_, i) => ({
      id: `c${i}`,
      title: `C${i}`,
      items: [`i${i}`],
    }));
    const items: DeckContent['items'] = chapters.map((_, i) => ({
      ...{ id: `i${i}`, atomId: 'a', kind: 'flashcard', front: '', back: '' },
    }));
    const { units } = planCourse(sampleDeck({ items, chapters }), { structure: 'chapters' });
    const pages = units.map(({ page }) => page);
    expect(pages).to.deep.equal([...pages].sort());
    expect(pages[1]).to.equal('unit-02.html');
  });

  it('a pretest comes first and asks some questions of each chapter, each for its chapter', () => {
    const deck = chapteredDeck();
    const { units } = planCourse(deck, { structure: 'chapters', pretest: 1 });
    const [pretest, first] = units;
    expect(units.map(({ kind }) => kind)).to.deep.equal(['pretest', 'chapter', 'chapter']);
    expect(idsOf(pretest.content)).to.deep.equal(['i2', 'i4']);
    expect(pretest.content.options).to.include({ mode: 'test', masteryScore: 1 });
    const objectives = pretest.content.objectives?.map(({ id }) => id);
    expect(objectives?.[0]).to.equal(first?.objective?.id);
    expect(pretest.content.items.map((item) => item.objectives)).to.deep.equal(
      objectives?.map((id) => [id]),
    );
    const { units: more } = planCourse(deck, { structure: 'chapters', pretest: 9 });
    expect(idsOf(more[0].content)).to.deep.equal(['i2', 'i3', 'i4', 'i5']);
  });

  it('a deck without chapters cannot be divided', () => {
    expect(() => planCourse(sampleDeck(), { structure: 'chapters' }))
      .to.throw(PackageError)
      .with.property('code', 'no-chapters');
  });
});
