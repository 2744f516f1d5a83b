import type { Key } from '../key.ts';
import type { Extent } from './extents.ts';

/** How to find what meets all conditions. */
export interface Step {
  /** Conditions whose entries are walked through side by side, the rarest first. */
  walked: Key[][];
  /** Conditions that each place found on the walk is probed for. */
  probed: Key[][];
  /** How many entries of the rarest condition are looked at; undefined: all. */
  candidates: number | undefined;
}

/** How much is looked at before going on otherwise. */
export interface Effort {
  /** Entries of each condition, to see how they lie. */
  sample: number;
  /** Entries of the rarest condition that are probed for the others in a round. */
  candidates: number;
  rounds: number;
  /** What it costs to look for an entry in an index, in entries that are read one after another. */
  probeCost: number;
}

/** Walks through the rarest condition and those not much more frequent, and probes for the others. */
export function planStep(
  conditions: readonly Key[][],
  extents: readonly Extent[],
  { candidates, probeCost }: Effort,
): Step {
  const rarestFirst = extents.toSorted((a, b) => b.gap - a.gap);
  const [rarest, ...others] = rarestFirst;
  if (!rarest) return walkAll(conditions);
  const keysOf = ({ condition }: Extent) => conditions[condition] ?? [];
  const isWalked = ({ gap }: Extent) => !rarest.isComplete && rarest.gap <= gap * probeCost;
  const beside = others.filter(isWalked);
  return {
    walked: [rarest, ...beside].map(keysOf),
    probed: others.filter((extent) => !isWalked(extent)).map(keysOf),
    candidates: rarest.isComplete || beside.length > 0 ? undefined : candidates,
  };
}

/** Costs no more than to read every entry, however they lie. */
export const walkAll = (conditions: readonly Key[][]): Step => ({
  walked: [...conditions],
  probed: [],
  candidates: undefined,
});
