import type { LrsCaller, Scope } from '../../caller.ts';
import { XapiError } from '../../xapi-error.ts';

/** @throws XapiError 403 unless the caller has one of these scopes */
export function authorize(caller: LrsCaller, scopes: readonly Scope[]): void {
  if (caller.scopes.has('all') || scopes.some((scope) => caller.scopes.has(scope))) return;
  throw new XapiError(403, {
    message: 'This credential does not allow that.',
    expected: `the scope ${[...scopes, 'all'].join(' or ')}`,
    requirement: 'xAPI 1.0.3 part 3, 4.2',
  });
}
