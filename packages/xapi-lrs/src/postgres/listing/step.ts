import type { Key } from '../key.ts';
import type { Extent } from './extents.ts';

/** How to find what meets all conditions. */
export interface Step {
  /** Keys of each condition whose entries are walked through, side by side. */
  walked: Key[][];
  /** Keys of each condition that what is found on the walk is probed for. */
  probed: Key[][];
  /** How much that is found on the walk is probed; undefined: all. */
  candidates: number | undefined;
}

/** How much is looked at before going on otherwise. */
export interface Effort {
  /** Entries of each key, to see how they lie. */
  sample: number;
  /** What is found on a walk and probed in a round. */
  candidates: number;
  rounds: number;
  /** What it costs to look for an entry in an index, in entries that are read one after another. */
  probeCost: number;
}

/** Walks through the rarest condition, with the next if that is not much more frequent. */
export function planStep(extents: readonly Extent[], { candidates, probeCost }: Effort): Step {
  const [rarest, ...others] = extents.toSorted((a, b) => a.density - b.density);
  if (!rarest) return walkAll(extents);
  const [next, ...rest] = others;
  if (rarest.isComplete || !next || next.density > rarest.density * probeCost) {
    const limit = rarest.isComplete ? undefined : candidates;
    return { walked: [rarest.keys], probed: keysOf(others), candidates: limit };
  }
  const limit = rest.length === 0 ? undefined : candidates;
  return { walked: keysOf([rarest, next]), probed: keysOf(rest), candidates: limit };
}

/** Costs no more than to read every entry once, however they lie. */
export const walkAll = (extents: readonly Extent[]): Step => ({
  walked: keysOf(extents),
  probed: [],
  candidates: undefined,
});

const keysOf = (extents: readonly Extent[]): Key[][] => extents.map(({ keys }) => keys);
