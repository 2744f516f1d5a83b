import { Readable } from 'node:stream';
import type { PlayerItem } from '@crosswalk/player/content';
import {
  type DeckContent,
  type ExportOptions,
  exportPackage,
  type PackageFormat,
} from '@crosswalk/scorm-export';

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const picture = '<img src="media/pixel.png" alt="">';

const kinds: readonly PlayerItem[] = [
  { id: 'read', atomId: 'read', kind: 'info', front: 'Capitals of some countries' },
  { id: 'france', atomId: 'france', kind: 'flashcard', front: `France ${picture}`, back: 'Paris' },
  {
    id: 'spain',
    atomId: 'spain',
    kind: 'cloze',
    front: '[…] is in Spain',
    back: '<b>Madrid</b> is in Spain',
  },
  {
    id: 'italy',
    atomId: 'italy',
    kind: 'typed',
    front: 'Italy',
    back: 'Rome',
    accepted: ['Rome', 'Roma'],
  },
  {
    id: 'peru',
    atomId: 'peru',
    kind: 'choice',
    front: 'Which is in Peru?',
    options: [
      { id: 'lima', html: 'Lima', correct: true },
      { id: 'quito', html: 'Quito', correct: false },
    ],
    multiple: false,
  },
  {
    id: 'bolivia',
    atomId: 'bolivia',
    kind: 'choice',
    front: 'Which are in Bolivia?',
    options: [
      { id: 'la-paz', html: 'La Paz', correct: true },
      { id: 'sucre', html: 'Sucre', correct: true },
      { id: 'cusco', html: 'Cusco', correct: false },
    ],
    multiple: true,
  },
];

/** Questions in the sample deck; the item that is only read is not one. */
export const sampleQuestions = kinds.length - 1;

export interface SamplePackage extends ExportOptions {
  /** Default: SCORM 1.2. */
  format?: PackageFormat;
  /** Instead of one item of each kind. */
  items?: readonly PlayerItem[];
  title?: string;
  chapters?: DeckContent['chapters'];
}

/** Exports a small deck to `target`, by the package's public entry. */
export async function exportSample(target: string, sample: SamplePackage): Promise<void> {
  const {
    format = 'scorm12',
    items = kinds,
    title = 'Capitals & co %',
    chapters,
    ...options
  } = sample;
  const content: DeckContent = {
    ...(chapters && { chapters }),
    format: 'crosswalk-player/1',
    id: '0 capitals',
    revision: '1',
    title,
    language: 'en',
    direction: 'ltr',
    options: {
      mode: 'test',
      buttons: 4,
      feedback: 'immediate',
      shuffle: false,
      mediaBase: 'media/',
    },
    items: [...items],
  };
  const media = async () => ({ size: pixel.length, open: () => Readable.from([pixel]) });
  await exportPackage({ format, content, media, options, target });
}
