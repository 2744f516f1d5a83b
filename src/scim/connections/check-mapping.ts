import type { AttributeMapping } from '../../core/people/connections/connection.ts';
import { Problem } from '../../platform/http/problem.ts';
import { parsePath } from '../patch/parse-path.ts';
import type { ResourceSchema } from '../schemas/registry.ts';
import { ScimError } from '../scim-error.ts';

/** @throws Problem 422 for paths that cannot be read, or name what no User has */
export function checkMapping(mapping: AttributeMapping | undefined, schema: ResourceSchema): void {
  const errors = Object.entries(mapping ?? {}).flatMap(([field, path]) => {
    const detail = path === null ? undefined : refusal(path, schema);
    return detail ? [{ in: 'body' as const, pointer: `/mapping/${field}`, detail }] : [];
  });
  if (errors.length === 0) return;
  throw new Problem(422, 'invalid', { detail: 'The mapping names what no User has.', errors });
}

function refusal(path: string, schema: ResourceSchema): string | undefined {
  try {
    const { path: attribute } = parsePath(path, 'generic');
    return schema.find(attribute) ? undefined : `a User has no ${path}`;
  } catch (error) {
    if (error instanceof ScimError) return error.message;
    throw error;
  }
}
