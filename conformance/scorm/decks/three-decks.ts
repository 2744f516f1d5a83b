import type { HubProcess } from '../../../tools/hub-process.ts';
import { geographyDeck } from './geography.ts';
import { quizWithMedia, rightToLeftDeck, type SampleDeck } from './sample-decks.ts';

export const deckNames = ['geography', 'a deck from right to left', 'a quiz with media'] as const;

export type DeckName = (typeof deckNames)[number];

/** Of geography's 450 cards; all of them are played in geography.test.ts. */
const DRAWN = 25;

/** By their names; each has to be closed. */
export async function openThreeDecks(
  hub: HubProcess,
  folder: string,
): Promise<Record<DeckName, SampleDeck>> {
  return {
    geography: await geographyDeck(hub, folder),
    'a deck from right to left': rightToLeftDeck(),
    'a quiz with media': quizWithMedia(),
  };
}

/** Of a test that can be played to its end in a short time. */
export function testOptions(name: DeckName) {
  const drawn = name === 'geography' && { questions: DRAWN };
  return { mode: 'test', masteryScore: 0.8, ...drawn } as const;
}
