import type { DataModel } from './launch.ts';

/** The runtime's nested data model, element by element. Arrays are objects by index, as it has them. */
export function flattened(nested: unknown, path = ''): DataModel {
  if (nested === null || nested === undefined) return {};
  if (typeof nested !== 'object') return { [path]: String(nested) };
  const flat: DataModel = {};
  for (const [name, value] of Object.entries(nested)) {
    Object.assign(flat, flattened(value, path ? `${path}.${name}` : name));
  }
  return flat;
}

interface Nested {
  [name: string]: string | Nested;
}

/** The opposite; what is below an element that has a value itself is left out. */
export function nested(flat: DataModel): Nested {
  const root: Nested = {};
  for (const [path, value] of Object.entries(flat)) {
    const names = path.split('.');
    if (names.includes('__proto__')) continue;
    const last = names.pop() ?? '';
    let place = root;
    for (const name of names) {
      const next = place[name];
      const below: Nested = typeof next === 'object' ? next : {};
      place[name] = below;
      place = below;
    }
    place[last] = value;
  }
  return root;
}

/** For the runtime's `loadFromJSON`. */
export function cmiOf(dataModel: DataModel): object {
  const { cmi } = nested(dataModel);
  return typeof cmi === 'object' ? cmi : {};
}

/** The elements of `now` that `before` has not, or has another value of. */
export function changesBetween(before: DataModel, now: DataModel): DataModel {
  return Object.fromEntries(Object.entries(now).filter(([name, value]) => before[name] !== value));
}
