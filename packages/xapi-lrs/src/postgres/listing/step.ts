import type { Key } from '../key.ts';
import type { Extent } from './extents.ts';

/** Candidates that are probed before the extents are looked at again: those ahead may lie otherwise. */
const PROBED_MAX = 4000;
/** What it costs to look for an entry in an index, in entries that are read one after another. */
const PROBE_COST = 13;

/** How to find what meets all conditions. */
export interface Step {
  /** Conditions whose entries are walked through side by side, the rarest first. */
  walked: Key[][];
  /** Conditions that each place found on the walk is probed for. */
  probed: Key[][];
  /** How many entries of the rarest condition are looked at; undefined: all. */
  candidates: number | undefined;
}

/**
 * Walks through the rarest condition and those not much more frequent, and probes for the others.
 * @param isLast whether it has to look at everything, whatever lies ahead
 */
export function planStep(
  conditions: readonly Key[][],
  extents: readonly Extent[],
  isLast: boolean,
): Step {
  const rarestFirst = extents.toSorted((a, b) => b.gap - a.gap);
  const [rarest] = rarestFirst;
  const keysOf = ({ condition }: Extent) => conditions[condition] ?? [];
  const isWalked = (extent: Extent) =>
    extent === rarest ||
    isLast ||
    (rarest && !rarest.isComplete && rarest.gap <= extent.gap * PROBE_COST);
  const walked = rarestFirst.filter(isWalked);
  return {
    walked: walked.map(keysOf),
    probed: rarestFirst.filter((extent) => !isWalked(extent)).map(keysOf),
    candidates: walked.length === 1 && !rarest?.isComplete ? PROBED_MAX : undefined,
  };
}
