import type { Version } from '../version.ts';
import { refusal } from './shapes/refusal.ts';
import { type Fault, fault, under } from './shapes/rule.ts';
import { statement } from './shapes/statement.ts';
import type { Statement } from './statement.ts';

const rules = { '1.0.3': statement('1.0.3'), '2.0.0': statement('2.0.0') };

/**
 * The statement, once it keeps every rule of that version.
 * @throws XapiError 400 with the pointer, what was expected and the requirement
 */
export function checkStatement(input: unknown, version: Version): Statement {
  assertStatement(input, version, undefined);
  return input;
}

/**
 * The statements of a POST: an array, or a single one.
 * @throws XapiError 400, which names the statement of the batch
 */
export function checkStatements(input: unknown, version: Version): Statement[] {
  if (!Array.isArray(input)) return [checkStatement(input, version)];
  const statements: Statement[] = [];
  for (const [index, item] of input.entries()) {
    assertStatement(item, version, index);
    statements.push(item);
  }
  const repeated = repeatedId(statements);
  if (repeated !== undefined) throw refusal(repeated.fault, repeated.index);
  return statements;
}

function assertStatement(
  input: unknown,
  version: Version,
  index: number | undefined,
): asserts input is Statement {
  const broken = rules[version](input);
  if (broken !== undefined) throw refusal(broken, index);
}

/** xAPI 2.0 4.1.6.1: no id twice in a batch. */
function repeatedId(statements: readonly Statement[]): { fault: Fault; index: number } | undefined {
  const places = new Map<string, number>();
  for (const [index, { id }] of statements.entries()) {
    if (id === undefined) continue;
    const key = id.toLowerCase();
    const first = places.get(key);
    if (first !== undefined) {
      const found = `is the id of statement ${first} too`;
      return { index, fault: under('id', fault(found, 'distinct ids', '2.0 4.1.6.1')) };
    }
    places.set(key, index);
  }
  return undefined;
}
