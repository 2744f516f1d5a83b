/**
 * What RFC 7644 3.4.2.2 says a filter means, on resources as clients send them. It shares nothing
 * with the hub's parser, resolver, evaluator or folding: a mistake there shows.
 */
export type ValueType = 'text' | 'exact' | 'id' | 'boolean' | 'number' | 'time' | 'binary';

export type Operator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

export const operatorsOf: Record<ValueType, readonly Operator[]> = {
  text: ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'],
  exact: ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'],
  id: ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'],
  binary: ['eq', 'ne', 'co', 'sw', 'ew'],
  boolean: ['eq', 'ne'],
  number: ['eq', 'ne', 'gt', 'ge', 'lt', 'le'],
  time: ['eq', 'ne', 'gt', 'ge', 'lt', 'le'],
};

/** RFC 7643 2.5. */
export function isAssigned(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false;
  if (Array.isArray(value)) return value.some(isAssigned);
  return typeof value !== 'object' || Object.values(value).some(isAssigned);
}

/** @param values one for each element, unassigned ones too; none for an empty list */
export function comparisonHolds(
  values: readonly unknown[],
  comparison: { operator: Operator; literal: unknown; type: ValueType },
): boolean {
  const { operator, literal, type } = comparison;
  const some = values.some(isAssigned);
  if (literal === null) return operator === 'ne' ? some : !some;
  if (operator === 'ne') {
    const differs = (value: unknown) =>
      !isAssigned(value) || order(plain(value, type), plain(literal, type)) !== 0;
    return values.length === 0 || values.some(differs);
  }
  return values.filter(isAssigned).some((value) => {
    const [have, want] = [plain(value, type), plain(literal, type)];
    switch (operator) {
      case 'co':
        return String(have).split(String(want)).length > 1 || want === '';
      case 'sw':
        return String(have).slice(0, String(want).length) === want;
      case 'ew':
        return want === '' || String(have).slice(-String(want).length) === want;
      case 'eq':
        return order(have, want) === 0;
      case 'gt':
        return order(have, want) > 0;
      case 'ge':
        return order(have, want) >= 0;
      case 'lt':
        return order(have, want) < 0;
      default:
        return order(have, want) <= 0;
    }
  });
}

type Plain = string | number | bigint | boolean;

function plain(value: unknown, type: ValueType): Plain {
  switch (type) {
    case 'boolean':
      return /^true$/i.test(String(value));
    case 'number':
      return Number(value);
    case 'time':
      return microseconds(String(value));
    case 'text':
      return lowered(String(value));
    default:
      return String(value);
  }
}

/** Letter by letter, so that no letter depends on its neighbours. */
function lowered(text: string): string {
  const letters = Array.from(text.normalize('NFC'), (letter) => letter.toLowerCase());
  return letters.map((letter) => (letter === '\u03c2' ? '\u03c3' : letter)).join('');
}

function microseconds(time: string): bigint {
  const [, second = '', fraction = '', zone = ''] =
    /^([^.Z+]{19})(?:\.(\d+))?(.*)$/.exec(time) ?? [];
  const whole = BigInt(Date.parse(`${second}${zone === '' ? 'Z' : zone}`));
  return whole * 1000n + BigInt(`${fraction}000000`.slice(0, 6));
}

function order(a: Plain, b: Plain): number {
  if (typeof a !== 'string' || typeof b !== 'string') return a === b ? 0 : a < b ? -1 : 1;
  const [left, right] = [Array.from(a), Array.from(b)];
  const at = left.findIndex((letter, i) => letter !== right[i]);
  if (at === -1) return left.length === right.length ? 0 : -1;
  return codePoint(left[at]) < codePoint(right[at]) ? -1 : 1;
}

/** The end of a text comes before every letter. */
function codePoint(letter: string | undefined): number {
  return letter?.codePointAt(0) ?? -1;
}
