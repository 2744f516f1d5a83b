import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { DeckContent } from '../src/deck-content.ts';
import type { MediaSource } from '../src/media-source.ts';

const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
export const pictureName = `${createHash('sha256').update(picture).digest('hex')}.png`;

/** Has `pictureName` and nothing else. */
export const sampleMedia: MediaSource = async (name) =>
  name === pictureName ? { size: picture.length, open: () => Readable.from([picture]) } : undefined;

/** A deck of every kind of item with one picture. */
export function sampleDeck(changes: Partial<DeckContent> = {}): DeckContent {
  return {
    format: 'crosswalk-player/1',
    id: '0198c0de-0000-7000-8000-000000000001',
    revision: '1',
    title: 'Capitals',
    language: 'en',
    direction: 'ltr',
    options: {
      mode: 'test',
      buttons: 4,
      feedback: 'immediate',
      shuffle: false,
      mediaBase: 'media/',
    },
    items: [
      { id: 'i1', atomId: 'a1', kind: 'info', front: '<p>Read this.</p>' },
      {
        id: 'i2',
        atomId: 'a2',
        kind: 'flashcard',
        front: `<p>France <img src="media/${pictureName}" alt=""></p>`,
        back: '<p>Paris</p>',
      },
      { id: 'i3', atomId: 'a3', kind: 'cloze', front: '[…] is in Spain', back: 'Madrid' },
      { id: 'i4', atomId: 'a4', kind: 'typed', front: 'Italy', back: 'Rome', accepted: ['Rome'] },
      {
        id: 'i5',
        atomId: 'a5',
        kind: 'choice',
        front: 'Which is in Peru?',
        options: [
          { id: 'a', html: 'Lima', correct: true },
          { id: 'b', html: 'Quito', correct: false },
        ],
        multiple: false,
      },
    ],
    ...changes,
  };
}

/** The same in two chapters, with an objective and metadata. */
export function chapteredDeck(changes: Partial<DeckContent> = {}): DeckContent {
  const { items, ...deck } = sampleDeck();
  return {
    ...deck,
    items: items.map((item) => (item.id === 'i4' ? { ...item, objectives: ['spell it'] } : item)),
    objectives: [{ id: 'spell it', title: 'Spells what is known' }],
    chapters: [
      { id: '1 France & Spain', title: 'France & Spain', items: ['i1', 'i2', 'i3'] },
      { id: 'others', title: 'Others', items: ['i4', 'i5'] },
    ],
    metadata: {
      description: 'Capitals & more',
      keywords: ['geography', 'capitals'],
      author: 'Jo Doe; Co',
      license: 'CC BY 4.0',
      typicalMinutes: 75,
    },
    ...changes,
  };
}
