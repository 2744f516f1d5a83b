import { createHash, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILES = 1_000;
const FILE_BYTES = Math.round((192 * 2 ** 20) / FILES);
/** 150 of 192 MB, as pictures and sounds are; the rest repeats itself. */
const INCOMPRESSIBLE = 781;

/** Writes `deck.json` and `media/` of 1,000 cards with a picture each. */
export async function writeDeck(folder: string): Promise<{ deck: string; media: string }> {
  const media = join(folder, 'media');
  await mkdir(media);
  const items: object[] = [];
  for (let n = 0; n < FILES; n += 1) {
    const bytes = n < INCOMPRESSIBLE ? randomBytes(FILE_BYTES) : Buffer.alloc(FILE_BYTES, `${n} `);
    const name = `${createHash('sha256').update(bytes).digest('hex')}.png`;
    await writeFile(join(media, name), bytes);
    const front = `Which place is number ${n}? <img src="media/${name}" alt="">`;
    items.push({ id: `p${n}`, atomId: `a${n}`, kind: 'flashcard', front, back: `Place ${n}` });
  }
  const deck = join(folder, 'deck.json');
  await writeFile(deck, JSON.stringify({ ...content, items }));
  return { deck, media };
}

const content = {
  format: 'crosswalk-player/1',
  id: 'generated',
  revision: '1',
  title: 'Generated',
  language: 'en',
  direction: 'ltr',
  options: {
    mode: 'study',
    buttons: 4,
    feedback: 'immediate',
    shuffle: false,
    mediaBase: 'media/',
  },
};
