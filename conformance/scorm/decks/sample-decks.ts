import { Readable } from 'node:stream';
import type { PlayerItem } from '@crosswalk/player/content';
import type { DeckContent, MediaSource } from '@crosswalk/scorm-export';

export interface SampleDeck {
  content: DeckContent;
  media: MediaSource;
  close(): Promise<void>;
}

const options = {
  mode: 'test',
  buttons: 4,
  feedback: 'immediate',
  shuffle: false,
  mediaBase: 'media/',
} as const;

const files: Readonly<Record<string, Buffer>> = {
  'pixel.png': Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
  // A millisecond of silence.
  'tone.wav': Buffer.from(
    'UklGRiwAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQgAAACAgICAgICAgA==',
    'base64',
  ),
  'captions.vtt': Buffer.from('WEBVTT\n\n00:00.000 --> 00:01.000\nA tone\n'),
};

const media: MediaSource = async (name) => {
  const bytes = files[name];
  return bytes && { size: bytes.length, open: () => Readable.from([bytes]) };
};

const none = async () => {};

function deck(content: Pick<DeckContent, 'id' | 'title' | 'language' | 'direction' | 'items'>) {
  const fixed = { format: 'crosswalk-player/1', revision: '1', options } as const;
  return { content: { ...fixed, ...content }, media, close: none };
}

/** Right to left, with a passage in another direction. */
export function rightToLeftDeck(): SampleDeck {
  const items: PlayerItem[] = [
    { id: 'عاصمة 1', atomId: '1', kind: 'flashcard', front: 'ما عاصمة مصر؟', back: 'القاهرة' },
    {
      ...{ id: '2', atomId: '2', kind: 'typed', front: 'ما عاصمة العراق؟', back: 'بغداد' },
      accepted: ['بغداد'],
    },
    {
      ...{ id: '3', atomId: '3', kind: 'choice', front: 'أيها في المغرب؟', multiple: false },
      options: [
        { id: 'a', html: 'الرباط', correct: true },
        { id: 'b', html: 'تونس', correct: false },
      ],
    },
    {
      ...{ id: '4', atomId: '4', kind: 'flashcard', language: 'en', direction: 'ltr' },
      ...{ front: 'Capital of Oman?', back: 'Muscat' },
    },
  ];
  const title = 'عواصم & مدن 100 % 🌍';
  return deck({ id: '0 مدن', title, language: 'ar', direction: 'rtl', items });
}

/** A quiz with a picture, a sound and a video that has captions. */
export function quizWithMedia(): SampleDeck {
  const captions = '<track kind="captions" src="media/captions.vtt" srclang="en" default>';
  const choices = [
    { id: 'a', html: '<img src="media/pixel.png" alt="A dot">', correct: true },
    { id: 'b', html: 'Nothing', correct: false },
    { id: 'c', html: 'A point', correct: true },
  ];
  const items: PlayerItem[] = [
    {
      ...{ id: 'see', atomId: 'see', kind: 'choice', multiple: true, options: choices },
      front: 'What do you see? <img src="media/pixel.png" alt="A dot">',
    },
    {
      ...{ id: 'hear', atomId: 'hear', kind: 'typed', back: 'A tone', accepted: ['tone'] },
      front: 'What do you hear? <audio controls src="media/tone.wav"></audio>',
    },
    {
      ...{ id: 'watch', atomId: 'watch', kind: 'choice', multiple: false },
      options: choices.slice(0, 2),
      front: `Watch. <video controls src="media/tone.wav">${captions}</video>`,
    },
  ];
  const title = 'Quiz: <see> & "hear"';
  return deck({ id: 'quiz', title, language: 'en', direction: 'ltr', items });
}
