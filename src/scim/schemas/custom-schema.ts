import type { SchemaDefinition } from './attribute.ts';
import type { ResourceKind } from './registry.ts';

/** An extension that a tenant adds to Users or Groups. */
export interface CustomSchema {
  extends: ResourceKind;
  required: boolean;
  schema: SchemaDefinition;
}

/**
 * A custom schema as an admin posts it: `{extends, required?, schema: {id, name, description?,
 * attributes}}`, characteristics that are left out at their defaults.
 * @throws ScimError 400 invalidValue
 */
export function readCustomSchema(_body: unknown): CustomSchema {
  throw new Error('not written yet');
}
