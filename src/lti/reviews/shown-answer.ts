import { htmlToText } from '../../core/decks/rendering/html/text.ts';
import type { RenderedItem } from '../../core/decks/rendering/rendered-atom.ts';

const MAX_QUESTION = 300;
/** By which the player names options, in their order. */
const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** What was asked, as text; the title of its atom where an image or a sound asks. */
export function questionOf(item: RenderedItem | undefined, title: string): string {
  const text = item ? htmlToText(item.front) : '';
  const shown = text || title;
  return shown.length > MAX_QUESTION ? `${shown.slice(0, MAX_QUESTION)}…` : shown;
}

/** What was answered, as text; undefined where only the learner knows what they thought of. */
export function answerOf(item: RenderedItem | undefined, response: string): string | undefined {
  if (item?.kind === 'choice') return optionTexts(item, response.split(','));
  return item?.kind === 'typed' ? response : undefined;
}

/** What would have been right, where that can be told. */
export function expectedOf(item: RenderedItem | undefined): string | undefined {
  if (item?.kind === 'typed') return item.accepted[0];
  if (item?.kind !== 'choice') return undefined;
  return joined(item.options.filter(({ correct }) => correct).map(({ html }) => html));
}

/** The player tells chosen options by their letters. */
function optionTexts({ options }: RenderedItem & { kind: 'choice' }, letters: string[]): string {
  const chosen = options.filter((_, i) => letters.includes(LETTERS.charAt(i % LETTERS.length)));
  return joined(chosen.map(({ html }) => html));
}

function joined(options: readonly string[]): string {
  return options.map(htmlToText).join(' · ');
}
