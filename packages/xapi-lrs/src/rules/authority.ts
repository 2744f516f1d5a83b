import type { JsonObject } from '../json.ts';
import { keyOf } from './agent-key.ts';
import { authority as rule } from './shapes/actors.ts';
import { refusal } from './shapes/refusal.ts';
import { under } from './shapes/rule.ts';
import type { Actor } from './statement.ts';

/**
 * An agent, or the group of an application and its user (xAPI 1.0.3 data 2.4.9).
 * @throws XapiError 400 whose pointer begins with `/authority`
 */
export function checkAuthority(input: unknown): Actor {
  assertAuthority(input);
  return input;
}

function assertAuthority(input: unknown): asserts input is Actor {
  const broken = rule(input);
  if (broken !== undefined) throw refusal(under('authority', broken), undefined);
}

/** An authority and its key, as `PreparedStatement.authority` has it. */
export interface CheckedAuthority {
  actor: Actor;
  key: string;
}

const checked = new WeakMap<JsonObject, CheckedAuthority>();

/**
 * The authority of a caller, checked once for each object.
 * @throws XapiError 400
 */
export function authorityOf(authority: JsonObject): CheckedAuthority {
  const known = checked.get(authority);
  if (known !== undefined) return known;
  const actor = checkAuthority(authority);
  const found = { actor, key: keyOf(actor) };
  checked.set(authority, found);
  return found;
}
