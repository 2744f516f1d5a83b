import { objectiveResults } from '../attempt/objectives.ts';
import { outcomeOf } from '../attempt/outcome.ts';
import type { PlayerContent, PlayerItem } from '../content.ts';
import { packStudyState, unpackStudyState } from '../state/study-state.ts';
import type { Change, Recorder } from '../tracking/recorder.ts';
import { type Card, dayOf, NEW_CARD, startOfDay } from './card.ts';
import { dueOf, previewRatings } from './scheduler.ts';
import type { StudySource, StudyTurn } from './study-source.ts';

export interface LocalSourceDeps {
  content: PlayerContent;
  /** Items in the order in which new ones come. */
  order: readonly PlayerItem[];
  /** '' or what was saved before; unreadable state is as none. */
  saved: string;
  /** Id of the item to begin with, if it is still due. */
  location: string;
  stateChars: number;
  recorder: Pick<Recorder, 'record'>;
  now(): number;
}

interface Undoable {
  /** Having read something counts as a mark. */
  kind: 'rating' | 'mark';
  itemId: string;
  card: Card;
  due: number | undefined;
}

/** A learning step that ends within this time is shown early rather than waited for. */
const LEARN_AHEAD_MS = 20 * 60_000;
/** Read once; not asked again. */
const READ: Partial<Card> = { phase: 'review', stability: 36_500, difficulty: 1, recalled: true };

/** Schedules inside the player and saves through the recorder. */
export function localSource(deps: LocalSourceDeps): StudySource {
  const { content, order, recorder, now } = deps;
  const ids = content.items.map((item) => item.id);
  const prompts = content.items.filter((item) => item.kind !== 'info');
  const cards = restore(ids, deps.saved);
  const stepDue = new Map<string, number>();
  const undoStack: Undoable[] = [];
  let preferred = deps.location;

  const cardOf = (id: string): Card => cards.get(id) ?? NEW_CARD;
  const due = (id: string): number => stepDue.get(id) ?? dueOf(cardOf(id));
  const isOpen = (id: string, day: number): boolean =>
    !cardOf(id).suspended && cardOf(id).buriedOn !== day;

  const queues = () => {
    const today = dayOf(now());
    const open = order.filter((item) => isOpen(item.id, today));
    const byDue = (a: PlayerItem, b: PlayerItem) => due(a.id) - due(b.id);
    const phase = (item: PlayerItem) => cardOf(item.id).phase;
    const started = open.filter((item) => phase(item) !== 'new').sort(byDue);
    const isStep = (item: PlayerItem) => phase(item) !== 'review';
    return {
      fresh: open.filter((item) => phase(item) === 'new'),
      learning: started.filter((item) => isStep(item) && due(item.id) <= now() + LEARN_AHEAD_MS),
      due: started.filter((item) => !isStep(item) && dayOf(due(item.id)) <= today),
    };
  };

  /** When the next prompt comes back; what is buried does so tomorrow. */
  const nextDueAt = (): number | null => {
    const today = dayOf(now());
    const waiting = prompts.filter((item) => !cardOf(item.id).suspended);
    const times = waiting.map(({ id }) =>
      cardOf(id).buriedOn === today ? startOfDay(today + 1) : due(id),
    );
    return times.length > 0 ? Math.min(...times) : null;
  };

  const score = () =>
    prompts.filter((item) => cardOf(item.id).recalled).length / Math.max(prompts.length, 1);
  const progress = () =>
    prompts.filter((item) => cardOf(item.id).phase !== 'new').length / Math.max(prompts.length, 1);

  const report = (change: Change): void => {
    const day = dayOf(now());
    recorder.record({
      ...change,
      state: packStudyState({ ids, cards, day, limit: deps.stateChars }),
    });
  };
  const change = (kind: Undoable['kind'], itemId: string, card: Card, stepEnds?: number): void => {
    undoStack.push({ kind, itemId, card: cardOf(itemId), due: stepDue.get(itemId) });
    cards.set(itemId, card);
    setOrDelete(stepDue, itemId, stepEnds);
  };
  const results = () => ({
    score: score(),
    progress: progress(),
    outcome: outcomeOf({
      complete: progress() >= (content.options.completionThreshold ?? 1) - 1e-9,
      scaled: score(),
      masteryScore: content.options.masteryScore,
    }),
  });

  return {
    async next(): Promise<StudyTurn> {
      const { fresh, learning, due: reviews } = queues();
      const candidates = [
        ...learning.filter((item) => due(item.id) <= now()),
        ...reviews,
        ...fresh,
        ...learning,
      ];
      const item = candidates.find(({ id }) => id === preferred) ?? candidates[0];
      preferred = '';
      if (!item) return { kind: 'finished', nextDueAt: nextDueAt() };
      recorder.record({ location: item.id });
      const preview = previewRatings(cardOf(item.id), now());
      return {
        kind: 'prompt',
        item,
        intervals: {
          again: preview.again.interval,
          hard: preview.hard.interval,
          good: preview.good.interval,
          easy: preview.easy.interval,
        },
        flagged: cardOf(item.id).flagged,
      };
    },
    counts() {
      const { fresh, learning, due: reviews } = queues();
      return { new: fresh.length, learning: learning.length, due: reviews.length };
    },
    async rate(answer) {
      const before = cardOf(answer.itemId);
      if (prompts.every(({ id }) => id !== answer.itemId)) {
        change('mark', answer.itemId, { ...before, ...READ, lastDay: dayOf(now()) });
        report({});
        return;
      }
      const { card, due: dueAt } = previewRatings(before, now())[answer.rating];
      change('rating', answer.itemId, card, card.phase === 'review' ? undefined : dueAt);
      const objectives = objectiveResults(content, answer.objectiveIds, (id) =>
        cardOf(id).phase === 'new' ? undefined : cardOf(id).recalled,
      );
      report({ interaction: answer, ...results(), objectives });
    },
    canUndo: () => undoStack.length > 0,
    async undo() {
      const last = undoStack.pop();
      if (!last) return null;
      cards.set(last.itemId, last.card);
      setOrDelete(stepDue, last.itemId, last.due);
      preferred = last.itemId;
      report(last.kind === 'rating' ? results() : {});
      return last.kind;
    },
    async mark(itemId, action) {
      const card = cardOf(itemId);
      if (action === 'bury') change('mark', itemId, { ...card, buriedOn: dayOf(now()) });
      else if (action === 'suspend') change('mark', itemId, { ...card, suspended: true });
      else cards.set(itemId, { ...card, flagged: action === 'flag' });
      report({});
    },
    suspendedCount: () => [...cards.values()].filter((card) => card.suspended).length,
    restoreSuspended() {
      for (const [id, card] of cards) cards.set(id, { ...card, suspended: false });
      undoStack.length = 0;
      report({});
    },
    progress,
  };
}

function restore(ids: readonly string[], saved: string): Map<string, Card> {
  try {
    return saved === '' ? new Map() : unpackStudyState(ids, saved);
  } catch {
    return new Map();
  }
}

function setOrDelete(map: Map<string, number>, key: string, value: number | undefined): void {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}
