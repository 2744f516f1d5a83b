import type { Course, Unit } from '../course/course.ts';
import type { XmlElement } from '../xml/document.ts';
import { href } from '../xml/href.ts';

const SHARED = 'shared';

export function itemId({ name }: Unit): string {
  return name === '' ? 'item' : `item-${name}`;
}

export function resourceId({ name }: Unit): string {
  return name === '' ? 'sco' : `sco-${name}`;
}

/**
 * A SCO for each unit. What several share is a resource that each depends on, so that a platform
 * which delivers SCOs by themselves knows what belongs to one. `typeName`: as the version spells
 * the attribute `scormType`.
 */
export function resources(
  { units }: Course,
  names: readonly string[],
  typeName: '@adlcp:scormtype' | '@adlcp:scormType',
): XmlElement[] {
  const own = new Set(units.flatMap(({ page, script }) => [page, script]));
  const shared = names.filter((name) => !own.has(name));
  const files = (list: readonly string[]) => list.map((name) => ({ '@href': href(name) }));
  const sco = (unit: Unit, list: readonly string[]): XmlElement => ({
    '@identifier': resourceId(unit),
    '@type': 'webcontent',
    [typeName]: 'sco',
    '@href': href(unit.page),
    file: files(list),
  });
  const [first] = units;
  if (units.length === 1) return [sco(first, names)];
  return [
    ...units.map((unit) => ({
      ...sco(unit, [unit.page, unit.script]),
      dependency: { '@identifierref': SHARED },
    })),
    {
      '@identifier': SHARED,
      '@type': 'webcontent',
      [typeName]: 'asset',
      file: files(shared),
    },
  ];
}
