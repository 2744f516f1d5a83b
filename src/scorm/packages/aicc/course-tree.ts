import type { AiccAu, AiccBlock } from '../../courses/course-structure.ts';
import type { Warn } from '../warnings.ts';
import { type AiccRecord, aiccRows } from './aicc-text.ts';

const MAX_DEPTH = 50;

/** Builds the tree of a .cst file: each row is a block and its members, the first block `root`. */
export function courseTree(
  cst: string,
  {
    units,
    descriptors,
    warn,
  }: {
    units: ReadonlyMap<string, AiccAu>;
    descriptors: ReadonlyMap<string, AiccRecord>;
    warn: Warn;
  },
): (AiccBlock | AiccAu)[] {
  const members = membersOfBlocks(cst);
  const placed = new Set<string>();
  const build = (block: string, depth: number): (AiccBlock | AiccAu)[] =>
    (members.get(block) ?? []).flatMap((identifier): (AiccBlock | AiccAu)[] => {
      const key = identifier.toLowerCase();
      if (placed.has(key) || depth === MAX_DEPTH) return [];
      placed.add(key);
      const unit = units.get(key);
      if (unit) return [unit];
      const children = build(key, depth + 1);
      if (children.length === 0) {
        warn(`member ${identifier}`, 'The structure names it, but it holds nothing to open.');
        return [];
      }
      const descriptor = descriptors.get(key);
      const title = descriptor?.('title') ?? identifier;
      const description = descriptor?.('description') ?? null;
      return [{ type: 'block', identifier, title, description, children }];
    });
  const tree = build('root', 0);
  const left = [...units].filter(([key]) => !placed.has(key)).map(([, unit]) => unit);
  if (left.length > 0 && tree.length > 0) {
    warn('the .cst file', `It leaves out ${left.length} units; they come last.`);
  }
  return [...tree, ...left];
}

function membersOfBlocks(cst: string): Map<string, string[]> {
  const members = new Map<string, string[]>();
  const [, ...rows] = aiccRows('the .cst file', cst);
  for (const [block = '', ...names] of rows) {
    const key = block.toLowerCase();
    members.set(key, [...(members.get(key) ?? []), ...names.filter((name) => name !== '')]);
  }
  return members;
}
