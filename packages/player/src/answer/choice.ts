import type { ChoiceItem } from '../content.ts';

/** Right when exactly the correct options are chosen. */
export function isChoiceCorrect(item: ChoiceItem, chosen: ReadonlySet<string>): boolean {
  return item.options.every((option) => option.correct === chosen.has(option.id));
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** The form that SCORM 1.2 and xAPI take: a letter for each option, in their order. */
export function choiceResponse(item: ChoiceItem, isChosen: (id: string) => boolean): string {
  return item.options
    .flatMap((option, i) => (isChosen(option.id) ? [LETTERS.charAt(i % LETTERS.length)] : []))
    .join(',');
}

export function correctChoiceResponse(item: ChoiceItem): string {
  const correct = new Set(item.options.filter((o) => o.correct).map((o) => o.id));
  return choiceResponse(item, (id) => correct.has(id));
}
