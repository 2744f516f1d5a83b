import { changesBetween } from '../data-model.ts';
import type { CourseCommit, DataModel, ItemChanges, TreeOutcome } from '../launch.ts';

/** What the page knows at one moment. */
export interface Snapshot {
  /** Of the item that is open; null: none is. */
  open: { item: string; dataModel: DataModel } | null;
  course: CourseState;
}

export interface CourseState {
  currentItem: string | null;
  sequencing: string | null;
  outcome: TreeOutcome | null;
  isEnded: boolean;
}

/** The same item opened anew is of the next generation. */
interface Item {
  generation: number;
  dataModel: DataModel;
}

/** What was sent under a number, to be forgotten when it is answered. */
export interface Sent {
  commit: CourseCommit;
  items: Map<string, Item>;
  course: CourseState;
}

/**
 * What is known and what of it was answered. Each commit has everything that no answer has come for,
 * so whichever arrives last leaves nothing out, and those that come behind it are not missed. That
 * includes what has gone back to what it was: nobody knows whether it was stored meanwhile.
 */
export interface Pending {
  /** The item begins anew: nothing of what it had counts any more. */
  beginAnew(item: string): void;
  take(snapshot: Snapshot): void;
  /** Undefined when there is nothing to send. */
  next(): Sent | undefined;
  answered(sent: Sent): void;
}

/** @param stored what was there when the page was loaded */
export function createPending(
  stored: Readonly<Record<string, DataModel>>,
  initial: CourseState,
): Pending {
  const done = new Map<string, Item>();
  for (const [item, dataModel] of Object.entries(stored)) {
    done.set(item, { generation: 0, dataModel });
  }
  const known = new Map(done);
  let course = initial;
  /** Without what was sent since. */
  let doneCourse: Partial<CourseState> = initial;
  let number = 0;

  function changedItems(): ItemChanges[] {
    return [...known].flatMap(([item, { generation, dataModel }]) => {
      const before = done.get(item) ?? { generation: 0, dataModel: {} };
      const isFresh = generation !== before.generation;
      const changes = changesBetween(isFresh ? {} : before.dataModel, dataModel);
      return isFresh || Object.keys(changes).length > 0 ? [{ item, isFresh, changes }] : [];
    });
  }

  function forget({ items, sequencing, outcome }: CourseCommit): void {
    for (const { item, changes } of items) {
      const before = done.get(item);
      if (before) done.set(item, { ...before, dataModel: without(before.dataModel, changes) });
    }
    doneCourse = {
      ...(!sequencing && { sequencing: doneCourse.sequencing }),
      ...(!outcome && { outcome: doneCourse.outcome }),
    };
  }

  return {
    beginAnew(item) {
      known.set(item, { generation: (known.get(item)?.generation ?? 0) + 1, dataModel: {} });
    },
    take(snapshot) {
      course = snapshot.course;
      if (!snapshot.open) return;
      const { item, dataModel } = snapshot.open;
      known.set(item, { generation: known.get(item)?.generation ?? 0, dataModel });
    },
    next() {
      const items = changedItems();
      const { currentItem, sequencing, outcome, isEnded } = course;
      const isSameTree = sequencing === doneCourse.sequencing;
      const isSameOutcome = JSON.stringify(outcome) === JSON.stringify(doneCourse.outcome);
      const isSamePlace = currentItem === doneCourse.currentItem && isEnded === doneCourse.isEnded;
      if (items.length === 0 && isSameTree && isSameOutcome && isSamePlace) return undefined;
      number += 1;
      const commit: CourseCommit = {
        ...{ number, items, currentItem, isEnded },
        ...(sequencing !== null && !isSameTree && { sequencing }),
        ...(outcome && !isSameOutcome && { outcome }),
      };
      forget(commit);
      return { commit, items: new Map(known), course };
    },
    answered(sent) {
      // A later one says all that this one did.
      if (sent.commit.number < number) return;
      doneCourse = sent.course;
      for (const [item, state] of sent.items) done.set(item, state);
    },
  };
}

function without(dataModel: DataModel, changes: DataModel): DataModel {
  return Object.fromEntries(Object.entries(dataModel).filter(([name]) => !(name in changes)));
}
