import { isDocument, type ScimValue, valueAt } from '../resource/document.ts';
import type { CompareOperator } from './filter.ts';
import type { Operand, ResolvedFilter, Test } from './resolved-filter.ts';

/** Whether a folded resource, or element of one, satisfies the filter. */
export function matches(filter: ResolvedFilter, folded: ScimValue): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.filters.every((one) => matches(one, folded));
    case 'or':
      return filter.filters.some((one) => matches(one, folded));
    case 'not':
      return !matches(filter.filter, folded);
    case 'element':
      return elementsAt(folded, filter.list).some((element) => matches(filter.filter, element));
    case 'test':
      return satisfies(valuesOf(filter.operand, folded), filter.test);
  }
}

/** One entry per element, undefined where it has no such value; a missing list counts as one. */
function valuesOf({ list, keys }: Operand, folded: ScimValue): (ScimValue | undefined)[] {
  if (!list) return [valueAt(folded, keys)];
  const elements = elementsAt(folded, list);
  return elements.length === 0 ? [undefined] : elements.map((element) => valueAt(element, keys));
}

function elementsAt(folded: ScimValue, keys: readonly string[]): ScimValue[] {
  const list = valueAt(folded, keys);
  return Array.isArray(list) ? list : [];
}

function satisfies(values: (ScimValue | undefined)[], test: Test): boolean {
  if (test.operator === 'pr') return values.some((value) => value !== undefined);
  const { operator, value: wanted } = test;
  if (operator === 'ne') return values.some((value) => value !== wanted);
  return values.some((value) => value !== undefined && compare(value, operator, wanted));
}

function compare(
  value: ScimValue,
  operator: Exclude<CompareOperator, 'ne'>,
  wanted: string | number | boolean,
): boolean {
  if (operator === 'eq') return value === wanted;
  if (Array.isArray(value) || isDocument(value) || typeof value !== typeof wanted) return false;
  switch (operator) {
    case 'co':
      return String(value).includes(String(wanted));
    case 'sw':
      return String(value).startsWith(String(wanted));
    case 'ew':
      return String(value).endsWith(String(wanted));
    case 'gt':
      return order(value, wanted) > 0;
    case 'ge':
      return order(value, wanted) >= 0;
    case 'lt':
      return order(value, wanted) < 0;
    case 'le':
      return order(value, wanted) <= 0;
  }
}

/** Texts by code point, as collation "C" has them. */
function order(a: string | number | boolean, b: string | number | boolean): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
}
