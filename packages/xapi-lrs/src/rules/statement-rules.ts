import type { Version } from '../version.ts';
import { XapiError } from '../xapi-error.ts';
import type { Statement } from './statement.ts';

/**
 * The statement, once it keeps every rule of that version.
 * @throws XapiError 400 with the pointer, what was expected and the requirement
 */
export function checkStatement(input: unknown, _version: Version): Statement {
  assertStatement(input);
  return input;
}

/**
 * The statements of a POST: an array, or a single one.
 * @throws XapiError 400, which names the statement of the batch
 */
export function checkStatements(input: unknown, version: Version): Statement[] {
  return (Array.isArray(input) ? input : [input]).map((item) => checkStatement(item, version));
}

function assertStatement(input: unknown): asserts input is Statement {
  if (typeof input !== 'object' || input === null) {
    throw new XapiError(400, { message: 'A statement is a JSON object.', pointer: '' });
  }
}
