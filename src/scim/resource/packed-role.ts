import type { Attribute } from '../schemas/attribute.ts';
import { isRecord } from './fields.ts';

/**
 * Entra (AppRoleAssignmentsComplex) packs a role into a text, in `roles` itself or in its `value`:
 * `{"value": "{\"id\":\"...\",\"value\":\"Admin\",\"displayName\":\"Admin\"}"}`.
 */
export function unpackRole(
  input: unknown,
  { name }: Attribute,
): Record<string, unknown> | undefined {
  if (name !== 'roles') return undefined;
  const outer = isRecord(input) ? input : {};
  const packed = isRecord(input) ? input.value : input;
  if (typeof packed !== 'string' || !packed.startsWith('{')) return undefined;
  const role = parsed(packed);
  if (!isRecord(role)) return undefined;
  const { primary, type } = outer;
  return {
    value: role.value ?? role.id,
    display: role.displayName,
    type: role.type ?? type,
    primary: role.primary ?? primary,
  };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
