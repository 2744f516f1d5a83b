import { XapiError } from '../../xapi-error.ts';
import { type Fault, pointerOf } from './rule.ts';

/**
 * The answer to what breaks a rule.
 * @param statement place in the batch, undefined for one alone
 */
export function refusal(broken: Fault, statement: number | undefined): XapiError {
  const pointer = pointerOf(broken);
  const place = pointer === '' ? 'the statement' : pointer;
  const where = statement === undefined ? place : `statement ${statement}: ${place}`;
  return new XapiError(400, {
    message: `${where.charAt(0).toUpperCase()}${where.slice(1)} ${broken.found}.`,
    statement,
    pointer,
    expected: broken.expected,
    requirement: broken.requirement,
  });
}
