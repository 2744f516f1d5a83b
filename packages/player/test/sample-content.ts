import type { PlayerContent, PlayerItem, PlayerOptions } from '../src/content.ts';

const PICTURE = 'media/1111111111111111111111111111111111111111111111111111111111111111.svg';
const SOUND = 'media/2222222222222222222222222222222222222222222222222222222222222222.wav';

export const SAMPLE_ITEMS: PlayerItem[] = [
  {
    id: 'capital-france',
    atomId: 'a1',
    kind: 'flashcard',
    className: 'note-basic',
    front: 'What is the capital of <b>France</b>?',
    back: 'Paris',
  },
  {
    id: 'flag',
    atomId: 'a2',
    kind: 'flashcard',
    front: `<p>Whose flag is this?</p><img src="${PICTURE}" alt="Three upright bands">`,
    back: `<p>Italy</p><audio controls src="${SOUND}"></audio>`,
  },
  {
    id: 'water',
    atomId: 'a3',
    kind: 'cloze',
    front: 'Water boils at <span class="cloze">[…]</span> at sea level.',
    back: 'Water boils at <span class="cloze">100 °C</span> at sea level.',
  },
  {
    id: 'quadratic',
    atomId: 'a4',
    kind: 'flashcard',
    front: 'Solve <math><mi>a</mi><msup><mi>x</mi><mn>2</mn></msup><mo>=</mo><mi>b</mi></math>',
    back: '<math display="block"><mi>x</mi><mo>=</mo><mo>±</mo><msqrt><mfrac><mi>b</mi><mi>a</mi></mfrac></msqrt></math>',
  },
  {
    id: 'reykjavik',
    atomId: 'a5',
    kind: 'typed',
    front: 'The capital of Iceland',
    back: 'Reykjavík, the northernmost capital',
    accepted: ['Reykjavík'],
  },
  {
    id: 'planet',
    atomId: 'a6',
    kind: 'choice',
    front: 'Which planet is the largest?',
    back: 'Jupiter is more than twice as heavy as all the others together.',
    multiple: false,
    options: [
      { id: 'o1', html: 'Saturn', correct: false, feedback: 'The second largest.' },
      { id: 'o2', html: 'Jupiter', correct: true },
      { id: 'o3', html: 'Neptune', correct: false },
    ],
  },
  {
    id: 'primes',
    atomId: 'a7',
    kind: 'choice',
    front: 'Which of these are prime?',
    multiple: true,
    options: [
      { id: 'p1', html: '2', correct: true },
      { id: 'p2', html: '9', correct: false },
      { id: 'p3', html: '17', correct: true },
    ],
  },
  {
    id: 'read',
    atomId: 'a8',
    kind: 'info',
    title: 'Before you go on',
    front: '<p>Rivers flow downhill, and most of them reach a sea. Some end in a lake.</p>',
  },
];

export const ARABIC_ITEMS: PlayerItem[] = [
  {
    id: 'ar-1',
    atomId: 'b1',
    kind: 'flashcard',
    front: 'ما عاصمة <b>المغرب</b>؟',
    back: 'الرباط',
  },
  {
    id: 'ar-2',
    atomId: 'b2',
    kind: 'choice',
    front: 'أيّ هذه المدن تقع على النيل؟',
    multiple: false,
    options: [
      { id: 'x', html: 'القاهرة', correct: true },
      { id: 'y', html: 'بيروت', correct: false },
    ],
  },
  {
    id: 'ar-3',
    atomId: 'b3',
    kind: 'typed',
    front: 'ما عاصمة <span lang="en" dir="ltr">France</span> بالعربية؟',
    back: 'باريس',
    accepted: ['باريس'],
  },
];

export interface SampleWishes {
  id?: string;
  title?: string;
  language?: string;
  direction?: 'ltr' | 'rtl';
  items?: PlayerItem[];
  options?: Partial<PlayerOptions>;
}

export function sampleContent({
  options,
  items = SAMPLE_ITEMS,
  ...wishes
}: SampleWishes = {}): PlayerContent {
  return {
    format: 'crosswalk-player/1',
    id: 'sample',
    revision: '1',
    title: 'General knowledge',
    language: 'en',
    direction: 'ltr',
    styles: '.note-basic b { letter-spacing: 0.01em; }',
    ...wishes,
    items,
    options: {
      mode: 'study',
      buttons: 4,
      feedback: 'immediate',
      shuffle: false,
      mediaBase: 'media/',
      ...options,
    },
  };
}

/** A file for each media reference of the sample. */
export function sampleMedia(): Record<string, Buffer> {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><path fill="#009246" d="M0 0h100v200H0z"/><path fill="#fff" d="M100 0h100v200H100z"/><path fill="#ce2b37" d="M200 0h100v200H200z"/></svg>';
  return { [PICTURE]: Buffer.from(svg), [SOUND]: wav() };
}

/** A tenth of a second of silence. */
function wav(): Buffer {
  const samples = 800;
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples, 40);
  return Buffer.concat([head, Buffer.alloc(samples, 128)]);
}
