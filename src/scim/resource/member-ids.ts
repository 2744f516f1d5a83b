import { badRequest } from '../scim-error.ts';
import { isRecord } from './fields.ts';
import { isStorable } from './storable.ts';

/**
 * The ids in a client's value for `members`, each once: a list or a single one of
 * `{value, $ref, type}` or mere ids.
 * @throws ScimError 400 invalidValue
 */
export function memberIds(input: unknown): string[] {
  if (input === undefined || input === null || input === '') return [];
  const inputs: readonly unknown[] = Array.isArray(input) ? input : [input];
  return [...new Set(inputs.map(memberId))];
}

function memberId(input: unknown): string {
  const id = isRecord(input) ? idOf(input) : input;
  if (typeof id === 'string' && id !== '' && isStorable(id)) return id;
  throw badRequest('invalidValue', 'a member is an object with the id as its value');
}

function idOf(member: Record<string, unknown>): unknown {
  if (Object.hasOwn(member, 'value')) return member.value;
  return Object.entries(member).find(([key]) => key.toLowerCase() === 'value')?.[1];
}
