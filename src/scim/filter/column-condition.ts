import { type Condition, certain, nullable } from './condition.ts';
import type { FilterColumn } from './filter-target.ts';
import type { Test } from './resolved-filter.ts';
import type { SqlParameters } from './sql-parameters.ts';
import { orderSign, textCondition } from './text-condition.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The test on a column of its own. */
export function columnCondition(
  column: FilterColumn,
  test: Test,
  parameters: SqlParameters,
): Condition {
  if (test.operator === 'pr') return certain(`${column.sql} is not null`);
  const { operator, value } = test;
  if (operator === 'eq' || operator === 'ne') {
    // PostgreSQL fails on a text that is no uuid; no id is equal to one.
    const neverEqual = column.type === 'uuid' && !UUID.test(String(value));
    if (neverEqual) return certain(operator === 'eq' ? 'false' : 'true');
    const given = parameters.add(value, column.type);
    return operator === 'eq'
      ? nullable(`${column.sql} = ${given}`)
      : certain(`${column.sql} is distinct from ${given}`);
  }
  const sign = orderSign(operator);
  if (column.type === 'timestamptz' && sign) {
    return nullable(`${column.sql} ${sign} ${parameters.add(value, 'timestamptz')}`);
  }
  const text = column.type === 'text' ? column.sql : `(${column.sql})::text`;
  return nullable(textCondition(text, operator, parameters.add(String(value), 'text')));
}
