import type { ChoiceItem } from '../content.ts';
import { plainText } from './plain-text.ts';

/** Right when exactly the correct options are chosen. */
export function isChoiceCorrect(item: ChoiceItem, chosen: ReadonlySet<string>): boolean {
  return item.options.every((option) => option.correct === chosen.has(option.id));
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** The form that SCORM 1.2 and xAPI take: a letter for each option, in their order. */
export function choiceResponse(item: ChoiceItem, isChosen: (id: string) => boolean): string {
  return item.options.flatMap((option, i) => (isChosen(option.id) ? [letterOf(i)] : [])).join(',');
}

export function choicesOf(item: ChoiceItem): { id: string; text: string }[] {
  return item.options.map(({ html }, i) => ({ id: letterOf(i), text: plainText(html) }));
}

function letterOf(index: number): string {
  return LETTERS.charAt(index % LETTERS.length);
}

export function correctChoiceResponse(item: ChoiceItem): string {
  const correct = new Set(item.options.filter((o) => o.correct).map((o) => o.id));
  return choiceResponse(item, (id) => correct.has(id));
}
