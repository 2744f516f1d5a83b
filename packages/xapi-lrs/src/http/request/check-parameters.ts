import { XapiError } from '../../xapi-error.ts';
import type { ParameterNames } from '../endpoint.ts';

/**
 * The parameters by name, each given once. Names are case-sensitive, and those that the resource
 * does not know are refused (xAPI 1.0.3 part 3, 3.2; 2.0 4.1.6).
 * @throws XapiError 400
 */
export function checkParameters(
  query: URLSearchParams,
  { required, optional }: ParameterNames,
): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  const known = [...required, ...optional];
  for (const [name, value] of query) {
    if (!known.includes(name)) {
      throw refused(`There is no parameter ${name} here.`, known.join(', ') || 'no parameters');
    }
    if (parameters.has(name)) throw refused(`${name} is given twice.`, 'one value');
    if (value.includes('\0')) throw refused(`${name} holds U+0000.`, 'text');
    parameters.set(name, value);
  }
  for (const name of required) {
    if (!parameters.has(name)) throw refused(`The parameter ${name} is missing.`, name);
  }
  return parameters;
}

function refused(message: string, expected: string): XapiError {
  return new XapiError(400, { message, expected });
}
