import type { DataModel, LaunchItem, TreeOutcome } from '../launch.ts';

/** What the learner asks for by a button. */
export type Move = 'continue' | 'previous' | { choose: string };

/** What an item is to the learner. */
export interface ItemState {
  isDone: boolean;
  success: TreeOutcome['success'];
  canChoose: boolean;
}

/** A course under way, whichever standard it follows. */
export interface CourseRuntime {
  start(): void;
  state(item: LaunchItem): ItemState;
  currentItem(): LaunchItem | null;
  canMove(move: 'continue' | 'previous'): boolean;
  move(move: Move): void;
  /** The learner goes, to come back to where this was. */
  leave(): void;
  /** The window goes, with the content in it. */
  prepareToGo(): void;
  /** What the activity tree has come to. */
  outcome(): TreeOutcome | null;
  /** State of the activity tree. */
  sequencing(): string | null;
  /** What is open, as it is at the moment. */
  open(): { item: string; dataModel: DataModel } | null;
}

/** What a runtime asks of the page. */
export interface RuntimeHost {
  /** Shows the content of an item in a frame of its own, in place of what was there. */
  show(item: LaunchItem): void;
  /** Takes the content away; its parting words are heard before this returns. */
  clear(): void;
  /** Something that the page shows may have changed. */
  changed(): void;
  /** The course waits for the learner to choose, or has come to its end. */
  rest(kind: 'choose' | 'finished'): void;
  save(): boolean;
  saveSoon(): void;
  beginAnew(item: string): void;
}

/** Items that can be opened, in their order. */
export function openable(items: readonly LaunchItem[]): LaunchItem[] {
  return items.flatMap((item) => [...(item.url ? [item] : []), ...openable(item.children)]);
}
