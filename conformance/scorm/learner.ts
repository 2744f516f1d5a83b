import type { PlayerContent, PlayerItem } from '@crosswalk/player/content';
import type { Frame, Page } from 'playwright-core';

export interface LearnerPlan {
  /** Questions to answer in this visit; what only is to be read does not count. */
  answers: number;
  /** Whether the n-th answer of the visit is right; a card is then rated best, else worst. */
  isRight(n: number): boolean;
  /** What is typed where the answer is to be wrong. */
  wrongText: string;
}

type View =
  | { screen: 'loading' | 'intro' | 'end' }
  | { screen: 'question'; itemId: string; revealed: boolean; ratings: number };

interface Learner {
  page: Page;
  frame: Frame;
  items: ReadonlyMap<string, PlayerItem>;
  wrongText: string;
}

const patienceMs = 15_000;

/** Answers with the keyboard alone; resolves to the ids of the answered items in their order. */
export async function learn(page: Page, frame: Frame, plan: LearnerPlan): Promise<string[]> {
  const learner = { page, frame, items: await itemsOf(frame), wrongText: plan.wrongText };
  const answered: string[] = [];
  for (;;) {
    const view = await viewWhen(frame, ({ screen }) => screen !== 'loading');
    if (view.screen === 'intro') {
      await frame.focus('.cw-page .cw-primary');
      await page.keyboard.press('Enter');
      await viewWhen(frame, ({ screen }) => screen !== 'intro');
      continue;
    }
    if (view.screen !== 'question') return answered;
    const item = learner.items.get(view.itemId);
    if (!item) throw new Error(`The player shows an item that the deck does not have.`);
    if (item.kind === 'info') {
      await page.keyboard.press('Space');
      await viewWhen(frame, (now) => now.screen !== 'question' || now.itemId !== item.id);
      continue;
    }
    if (answered.length === plan.answers) return answered;
    await answer(learner, item, plan.isRight(answered.length));
    answered.push(item.id);
  }
}

async function answer(learner: Learner, item: PlayerItem, right: boolean): Promise<void> {
  const { page, frame } = learner;
  await give(learner, item, right);
  const isOver = (view: View) => view.screen !== 'question' || view.itemId !== item.id;
  const view = await viewWhen(frame, (now) => isOver(now) || isRevealed(now));
  if (view.screen !== 'question' || isOver(view)) return;
  if (view.ratings > 0) await page.keyboard.press(right ? String(view.ratings) : '1');
  else await page.keyboard.press('Space');
  await viewWhen(frame, (now) => !isRevealed(now));
}

/** Gives the answer and lets the player check it. */
async function give({ page, frame, wrongText }: Learner, item: PlayerItem, right: boolean) {
  const { keyboard } = page;
  if (item.kind === 'typed') {
    await frame.focus('.cw-field');
    await keyboard.insertText(right ? (item.accepted[0] ?? '') : wrongText);
    await keyboard.press('Enter');
  } else if (item.kind === 'choice') {
    for (const [index, option] of item.options.entries()) {
      if (option.correct === right) await keyboard.press(String(index + 1));
    }
    await keyboard.press('Enter');
  } else await keyboard.press('Space');
}

function isRevealed(view: View): boolean {
  return view.screen === 'question' && view.revealed;
}

async function viewWhen(frame: Frame, holds: (view: View) => boolean): Promise<View> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const view = await readView(frame);
    if (holds(view)) return view;
    if (Date.now() > end) throw new Error(`The player stays at ${JSON.stringify(view)}.`);
  }
}

/** After the next frame was painted: only then does the player hear keys for what it shows. */
function readView(frame: Frame): Promise<View> {
  return frame.evaluate(async (): Promise<View> => {
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const card = document.querySelector<HTMLElement>('.cw-card');
    if (card) {
      const choices = document.querySelector('.cw-choices');
      return {
        screen: 'question',
        itemId: card.dataset.item ?? '',
        revealed:
          document.querySelector('.cw-answer') !== null ||
          choices?.matches('[data-revealed]') === true,
        ratings: document.querySelectorAll('.cw-rating').length,
      };
    }
    if (document.querySelector('.cw-page .cw-primary')) return { screen: 'intro' };
    const page = document.querySelector('.cw-page');
    return { screen: page && !page.matches('[aria-busy]') ? 'end' : 'loading' };
  });
}

async function itemsOf(frame: Frame): Promise<Map<string, PlayerItem>> {
  await frame.waitForFunction('window.CROSSWALK_CONTENT');
  const content = await frame.evaluate((): PlayerContent | undefined =>
    Reflect.get(window, 'CROSSWALK_CONTENT'),
  );
  return new Map(content?.items.map((item) => [item.id, item]));
}
