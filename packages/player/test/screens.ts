import type { Page } from 'playwright-core';
import type { PlayerContent, PlayerItem } from '../src/content.ts';
import { ARABIC_ITEMS, SAMPLE_ITEMS, sampleContent } from './sample-content.ts';

/** One screen of the player, and how to get there by keyboard from its start. */
export interface Screen {
  name: string;
  content: PlayerContent;
  tracking?: 'scorm12';
  keys: readonly string[];
  /** Present when the screen is there. */
  selector: string;
}

const LONG_WORD =
  'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';

const pick = (items: readonly PlayerItem[], id: string): PlayerItem[] =>
  items.filter((item) => item.id === id);

/** Every screen, in a language that reads from left or from right. */
export function screens(direction: 'ltr' | 'rtl'): Screen[] {
  const deck =
    direction === 'ltr'
      ? { title: `The ${LONG_WORD}`, language: 'en', direction }
      : { title: 'مدن العالم العربي', language: 'ar', direction };
  const locale = deck.language;
  const items = direction === 'ltr' ? SAMPLE_ITEMS : [...ARABIC_ITEMS, ...SAMPLE_ITEMS];
  const of = (list: PlayerItem[], mode: 'study' | 'test' = 'study') =>
    sampleContent({
      ...deck,
      items: list,
      options: { mode, locale, masteryScore: 0.7, buttons: 4, feedback: 'immediate' },
    });
  const long: PlayerItem = {
    id: 'long',
    atomId: 'long',
    kind: 'flashcard',
    front: LONG_WORD.repeat(2),
    back: `<table><tr><td>${LONG_WORD}</td><td>${LONG_WORD}</td></tr></table>`,
  };
  const formula: PlayerItem = {
    id: 'formula',
    atomId: 'formula',
    kind: 'flashcard',
    front: 'Long',
    back: `<math display="block">${'<mi>x</mi><mo>+</mo>'.repeat(30)}<mi>x</mi></math>`,
  };
  const choice = direction === 'ltr' ? 'planet' : 'ar-2';
  const typed = direction === 'ltr' ? 'reykjavik' : 'ar-3';
  return [
    { name: 'question', content: of(items), keys: [], selector: '.cw-card' },
    { name: 'answer', content: of(items), keys: ['Space', 'f'], selector: '.cw-flagged' },
    { name: 'media', content: of(pick(items, 'flag')), keys: ['Space'], selector: '.cw-rating' },
    {
      name: 'maths',
      content: of(pick(items, 'quadratic')),
      keys: ['Space'],
      selector: '.cw-rating',
    },
    { name: 'long words', content: of([long]), keys: ['Space'], selector: '.cw-rating' },
    { name: 'long formula', content: of([formula]), keys: ['Space'], selector: 'math[tabindex]' },
    { name: 'field', content: of(pick(items, typed)), keys: [], selector: '.cw-field' },
    {
      name: 'difference',
      content: of(pick(items, typed)),
      keys: ['x', 'Enter'],
      selector: '.cw-compare',
    },
    {
      name: 'choice',
      content: of(pick(items, choice)),
      keys: ['2'],
      selector: '[data-state=chosen]',
    },
    {
      name: 'choice made',
      content: of(pick(items, choice)),
      keys: ['1', 'Enter'],
      selector: '.cw-verdict',
    },
    {
      name: 'several',
      content: of(pick(items, 'primes')),
      keys: ['1', '2', 'Enter'],
      selector: '.cw-verdict',
    },
    { name: 'reading', content: of(pick(items, 'read')), keys: [], selector: '.cw-item-title' },
    {
      name: 'finished',
      content: of(items.slice(0, 2)),
      keys: ['Space', '4', 's'],
      selector: '.cw-suspended',
    },
    { name: 'empty', content: of([]), keys: [], selector: '.cw-drawing' },
    { name: 'shortcuts', content: of(items), keys: ['?'], selector: 'dialog[open]' },
    {
      name: 'no LMS',
      content: of(items),
      tracking: 'scorm12',
      keys: [],
      selector: '.cw-notice',
    },
    { name: 'test', content: of(items, 'test'), keys: [], selector: '.cw-facts' },
    {
      name: 'judging',
      content: of(items.slice(0, 1), 'test'),
      keys: ['Enter', 'Space'],
      selector: '.cw-rating',
    },
    {
      name: 'result',
      content: of([...items.slice(0, 1), ...pick(items, choice)], 'test'),
      keys: ['Enter', 'Space', '2', '2', 'Enter', 'Enter'],
      selector: '.cw-review',
    },
  ];
}

export async function goTo(page: Page, url: string, screen: Screen): Promise<void> {
  await page.goto(url);
  await page.waitForSelector('.cw-card, .cw-page-title');
  for (const key of screen.keys) {
    await page.keyboard.press(key);
    // Each press is answered within two frames.
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
  }
  await page.waitForSelector(screen.selector);
}
