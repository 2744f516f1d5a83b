import type { PlayerItem } from '../content.ts';
import type { Interaction } from '../tracking/tracking.ts';
import { choiceResponse, choicesOf, correctChoiceResponse, isChoiceCorrect } from './choice.ts';
import { plainText } from './plain-text.ts';
import { compareTyped } from './typed.ts';

/** What the learner did with an item, before it is rated. */
export type Response =
  | { kind: 'none' }
  | { kind: 'typed'; text: string }
  | { kind: 'chosen'; ids: ReadonlySet<string> };

/** null: the player cannot tell, the learner does. */
export function isCorrect(item: PlayerItem, response: Response): boolean | null {
  if (item.kind === 'typed' && response.kind === 'typed') {
    return compareTyped(response.text, item.accepted) !== 'wrong';
  }
  if (item.kind === 'choice' && response.kind === 'chosen') {
    return isChoiceCorrect(item, response.ids);
  }
  return null;
}

type Described = Omit<Interaction, 'id' | 'correct' | 'latencyMs' | 'at'>;

/** `own`: how the learner judged it, where the player cannot. */
export function describeResponse(item: PlayerItem, response: Response, own: string): Described {
  const asked = {
    itemId: item.id,
    description: item.title ?? plainText(item.front),
    objectiveIds: item.objectives ?? [],
  };
  if (item.kind === 'typed' && response.kind === 'typed') {
    const { accepted } = item;
    return { ...asked, type: 'fill-in', response: response.text, correctResponses: accepted };
  }
  if (item.kind === 'choice' && response.kind === 'chosen') {
    return {
      ...asked,
      type: 'choice',
      response: choiceResponse(item, (id) => response.ids.has(id)),
      correctResponses: [correctChoiceResponse(item)],
      choices: choicesOf(item),
    };
  }
  return { ...asked, type: 'performance', response: own, correctResponses: [] };
}
