import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import { describeResponse, isCorrect, type Response } from '../answer/answer.ts';
import { uuidv7 } from '../uuid.ts';
import type { Rating } from './card.ts';
import type { MarkAction, StudyCounts, StudySource, StudyTurn } from './study-source.ts';

/** Something that has just happened, to be said to those who do not see it. */
export type StudyEvent = 'undone' | 'buried' | 'suspended' | 'flagged' | 'unflagged';

/** What the study screen shows and does. */
export interface StudySession {
  /** null while the next one is fetched. */
  readonly turn: ReadonlySignal<StudyTurn | null>;
  /** Grows with every turn, also when the same item comes twice in a row. */
  readonly turnNumber: ReadonlySignal<number>;
  readonly revealed: ReadonlySignal<boolean>;
  readonly response: ReadonlySignal<Response>;
  /** What the player suggests after an answer that it can judge. */
  readonly suggested: ReadonlySignal<Rating>;
  readonly counts: ReadonlySignal<StudyCounts>;
  readonly progress: ReadonlySignal<number>;
  readonly canUndo: ReadonlySignal<boolean>;
  readonly answered: ReadonlySignal<number>;
  readonly event: ReadonlySignal<StudyEvent | null>;
  suspendedCount(): number;
  next(): Promise<void>;
  reveal(response: Response): void;
  rate(rating: Rating): Promise<void>;
  undo(): Promise<void>;
  mark(action: 'bury' | 'suspend' | 'flag'): Promise<void>;
  restoreSuspended(): Promise<void>;
}

export function createStudySession(source: StudySource, now: () => number): StudySession {
  const turn = signal<StudyTurn | null>(null);
  const turnNumber = signal(0);
  const revealed = signal(false);
  const response = signal<Response>({ kind: 'none' });
  const answered = signal(0);
  const event = signal<StudyEvent | null>(null);
  let shownAt = 0;
  let revealedAt = 0;
  let busy = false;

  const prompt = () => (turn.value?.kind === 'prompt' ? turn.value : null);

  /** The source may have signals of its own; what is not one is read again with every turn. */
  const everyTurn = <T>(read: () => T): ReadonlySignal<T> =>
    computed(() => {
      turnNumber.value;
      return read();
    });
  const next = async (): Promise<void> => {
    const following = await source.next();
    batch(() => {
      turn.value = following;
      turnNumber.value++;
      revealed.value = false;
      response.value = { kind: 'none' };
    });
    shownAt = now();
  };
  /** One thing at a time: a second press while the first is under way does nothing. */
  const once = async (act: () => Promise<void>): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      await act();
    } finally {
      busy = false;
    }
  };

  return {
    turn,
    turnNumber,
    revealed,
    response,
    counts: everyTurn(() => source.counts()),
    progress: everyTurn(() => source.progress()),
    canUndo: everyTurn(() => source.canUndo()),
    answered,
    event,
    suggested: computed(() => {
      const shown = prompt();
      const correct = shown ? isCorrect(shown.item, response.value) : null;
      return correct === false ? 'again' : 'good';
    }),
    suspendedCount: () => source.suspendedCount(),
    next: () => once(next),
    reveal(given) {
      if (!prompt() || revealed.value) return;
      revealedAt = now();
      event.value = null;
      batch(() => {
        response.value = given;
        revealed.value = true;
      });
    },
    rate: (rating) =>
      once(async () => {
        const shown = prompt();
        if (!shown || (!revealed.value && shown.item.kind !== 'info')) return;
        const at = now();
        await source.rate({
          ...describeResponse(shown.item, response.value, rating),
          id: uuidv7(at),
          rating,
          correct: isCorrect(shown.item, response.value) ?? rating !== 'again',
          latencyMs: Math.max(0, (revealedAt > shownAt ? revealedAt : at) - shownAt),
          at,
        });
        if (shown.item.kind !== 'info') answered.value++;
        event.value = null;
        await next();
      }),
    undo: () =>
      once(async () => {
        if (!source.canUndo()) return;
        if ((await source.undo()) === 'rating') answered.value--;
        event.value = 'undone';
        await next();
      }),
    mark: (action) =>
      once(async () => {
        const shown = prompt();
        if (!shown) return;
        const sent: MarkAction = action === 'flag' && shown.flagged ? 'unflag' : action;
        await source.mark(shown.item.id, sent);
        event.value = EVENTS[sent];
        if (action === 'flag') turn.value = { ...shown, flagged: sent === 'flag' };
        else await next();
      }),
    restoreSuspended: () =>
      once(async () => {
        source.restoreSuspended();
        await next();
      }),
  };
}

const EVENTS: Record<MarkAction, StudyEvent> = {
  bury: 'buried',
  suspend: 'suspended',
  flag: 'flagged',
  unflag: 'unflagged',
};
