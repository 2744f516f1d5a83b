import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { PlayerContent } from '@crosswalk/player/content';
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
export function sampleDeck(changes: Partial<PlayerContent> = {}): PlayerContent {
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
