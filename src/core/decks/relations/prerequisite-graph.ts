/** Which atom must be known before which, by id. */
export interface PrerequisiteGraph {
  add(from: string, to: string): void;
  /** A shortest way along the edges, both ends included; `[id]` from an atom to itself. */
  path(from: string, to: string): string[] | undefined;
}

export function createPrerequisiteGraph(): PrerequisiteGraph {
  const next = new Map<string, Set<string>>();
  return {
    add(from, to) {
      const known = next.get(from);
      if (known) known.add(to);
      else next.set(from, new Set([to]));
    },
    path(from, to) {
      const cameFrom = new Map<string, string | undefined>([[from, undefined]]);
      // A Map is iterated in the order of insertion, also of what is added meanwhile.
      for (const [id] of cameFrom) {
        if (id === to) return walkBack(cameFrom, to);
        for (const following of next.get(id) ?? []) {
          if (!cameFrom.has(following)) cameFrom.set(following, id);
        }
      }
      return undefined;
    },
  };
}

function walkBack(cameFrom: Map<string, string | undefined>, end: string): string[] {
  const path: string[] = [];
  for (let id: string | undefined = end; id !== undefined; id = cameFrom.get(id)) path.unshift(id);
  return path;
}
