import type { CompareOperator } from './filter.ts';

type TextOperator = Exclude<CompareOperator, 'eq' | 'ne'>;

const COMPARED = { gt: '>', ge: '>=', lt: '<', le: '<=' } as const;

/** The comparison of a text with another, both SQL; null where the text is. */
export function textCondition(text: string, operator: TextOperator, value: string): string {
  switch (operator) {
    // Functions instead of LIKE: nothing in the value is special.
    case 'co':
      return `strpos(${text}, ${value}) > 0`;
    case 'sw':
      return `starts_with(${text}, ${value})`;
    case 'ew':
      return `right(${text}, length(${value})) = ${value}`;
    default:
      return `${text} collate "C" ${COMPARED[operator]} ${value}`;
  }
}

export function orderSign(operator: CompareOperator): string | undefined {
  return operator === 'gt' || operator === 'ge' || operator === 'lt' || operator === 'le'
    ? COMPARED[operator]
    : undefined;
}
