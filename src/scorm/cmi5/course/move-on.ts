import { type Au, ausOf, ausWithin, blocksOf, type XapiStructure } from './au.ts';

/** What a registration knows of one AU. */
export interface AuProgress {
  /** Its place in the course. */
  au: number;
  completedAt: Date | null;
  passedAt: Date | null;
  failedAt: Date | null;
  waivedAt: Date | null;
  waivedReason: string | null;
  /** Of the latest judgement that came with a score; in [0,1]. */
  scoreScaled: number | null;
}

/** By the place of the AU in its course; AUs of which nothing is known are not there. */
export type Progress = ReadonlyMap<number, AuProgress>;

/** Whether the learner has met what the AU asks for (cmi5 13.1.4 moveOn, 9.3.9 for waived ones). */
export function isMet({ moveOn }: Pick<Au, 'moveOn'>, progress: AuProgress | undefined): boolean {
  if (moveOn === 'NotApplicable' || progress?.waivedAt) return true;
  const isCompleted = progress?.completedAt != null;
  const isPassed = progress?.passedAt != null;
  switch (moveOn) {
    case 'Passed':
      return isPassed;
    case 'Completed':
      return isCompleted;
    case 'CompletedAndPassed':
      return isCompleted && isPassed;
    case 'CompletedOrPassed':
      return isCompleted || isPassed;
  }
}

/** Publisher's ids of blocks whose AUs are all met, the innermost first; and whether the course's are. */
export interface Satisfied {
  blocks: string[];
  course: boolean;
}

export function satisfiedParts(structure: XapiStructure, progress: Progress): Satisfied {
  const aus = ausOf(structure);
  const met = new Set(
    aus.filter((au, place) => isMet(au, progress.get(place))).map(({ id }) => id),
  );
  const isSatisfied = (part: readonly Pick<Au, 'id'>[]) => part.every(({ id }) => met.has(id));
  return {
    blocks: blocksOf(structure)
      .filter((block) => isSatisfied(ausWithin(block)))
      .map(({ id }) => id),
    course: isSatisfied(aus),
  };
}

export function untouched(au: number): AuProgress {
  const never = { completedAt: null, passedAt: null, failedAt: null, waivedAt: null };
  return { ...never, au, waivedReason: null, scoreScaled: null };
}
