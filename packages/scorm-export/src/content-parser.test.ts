import type { PlayerContent } from '@crosswalk/player/content';
import { expect } from 'chai';
import { sampleDeck } from '../test/sample-deck.ts';
import { parseContent } from './content-parser.ts';
import type { CheckedContent } from './content-schema.ts';
import { PackageError } from './package-error.ts';

type Keys<T> = T extends readonly (infer E)[] ? Keys<E> : T extends object ? keyof T : never;
type NewKeys =
  | Exclude<Keys<PlayerContent>, Keys<CheckedContent>>
  | Exclude<Keys<PlayerContent['options']>, Keys<CheckedContent['options']>>
  | Exclude<Keys<PlayerContent['items']>, Keys<CheckedContent['items']>>;
/** Does not compile when the player's content has a property that the schemas do not know. */
const newKeys: NewKeys[] = [];

function problemsOf(value: unknown): string[] {
  try {
    parseContent(JSON.parse(JSON.stringify(value)));
  } catch (error) {
    if (error instanceof PackageError) return error.problems.map((p) => `${p.at} ${p.message}`);
    throw error;
  }
  return [];
}

describe('player content from outside', () => {
  it('is accepted with every kind of item', () => {
    expect(newKeys).to.deep.equal([]);
    expect(parseContent(sampleDeck())).to.deep.equal(sampleDeck());
  });

  const item = { id: 'i', atomId: 'a', kind: 'flashcard', front: '', back: '' };
  const wrong: [string, unknown, string[]][] = [
    ['null', null, [' must be object']],
    ['an array', [], [' must be object']],
    ['a missing title', { ...sampleDeck(), title: undefined }, ['/title is missing']],
    ['another format', { ...sampleDeck(), format: 'x/2' }, ['/format must be crosswalk-player/1']],
    [
      'a bad language',
      { ...sampleDeck(), language: 'e n' },
      ['/language must match pattern "^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$"'],
    ],
    ['an unknown property', { ...sampleDeck(), 'a/b': 1 }, ['/a~1b is not a known property']],
    [
      'a missing answer',
      { ...sampleDeck(), items: [{ ...item, back: undefined }] },
      ['/items/0/back is missing'],
    ],
    [
      'an unknown kind',
      { ...sampleDeck(), items: [item, { ...item, id: 'j', kind: 'x' }] },
      ['/items/1/kind must be one of flashcard, cloze, typed, choice, info'],
    ],
    [
      'a number as item',
      { ...sampleDeck(), items: [1] },
      ['/items/0/kind must be one of flashcard, cloze, typed, choice, info'],
    ],
    [
      'a repeated id',
      { ...sampleDeck(), items: [item, item] },
      ['/items/1/id repeats an earlier id'],
    ],
    [
      'a chapter of items that are not there, or taken',
      {
        ...sampleDeck(),
        chapters: [
          { id: 'a', title: 'A', items: ['i2', 'x'] },
          { id: 'b', title: 'B', items: ['i2'] },
        ],
      },
      [
        '/chapters/0/items/1 is the id of no item, or of one that another chapter has',
        '/chapters/1/items/0 is the id of no item, or of one that another chapter has',
      ],
    ],
    [
      'an objective that the deck does not have',
      { ...sampleDeck(), items: [{ ...item, objectives: ['x'] }] },
      ['/items/0/objectives/0 is no objective of the deck'],
    ],
    [
      'a mastery score over 1',
      { ...sampleDeck(), options: { ...sampleDeck().options, masteryScore: 80 } },
      ['/options/masteryScore must be <= 1'],
    ],
    [
      'three buttons',
      { ...sampleDeck(), options: { ...sampleDeck().options, buttons: 3 } },
      ['/options/buttons must be one of 2, 4'],
    ],
  ];
  for (const [name, value, problems] of wrong) {
    it(`with ${name} is refused, with a pointer`, () => {
      expect(problemsOf(value)).to.deep.equal(problems);
    });
  }

  it('without items is refused as an empty deck', () => {
    expect(() => parseContent(sampleDeck({ items: [] })))
      .to.throw(PackageError)
      .with.property('code', 'empty-deck');
  });
});
