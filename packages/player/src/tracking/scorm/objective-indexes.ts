import type { LmsCalls } from './lms-calls.ts';

/** Where each objective is in `cmi.objectives`; an id that the LMS does not have yet is added. */
export function objectiveIndexes({ get, set }: Pick<LmsCalls, 'get' | 'set'>) {
  let known: Map<string, number> | null = null;

  const read = (): Map<string, number> => {
    const count = Number.parseInt(get('cmi.objectives._count'), 10) || 0;
    return new Map(Array.from({ length: count }, (_, i) => [get(`cmi.objectives.${i}.id`), i]));
  };
  return (id: string): number => {
    known ??= read();
    const found = known.get(id);
    if (found !== undefined) return found;
    const index = known.size;
    set(`cmi.objectives.${index}.id`, id);
    known.set(id, index);
    return index;
  };
}
