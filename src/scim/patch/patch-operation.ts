import { fieldsOf, namesUrn } from '../resource/fields.ts';
import { badRequest } from '../scim-error.ts';

export const PATCH_URN = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

export interface PatchOperation {
  op: 'add' | 'remove' | 'replace';
  path: string | undefined;
  /** Untrusted. */
  value: unknown;
}

/**
 * The operations of a PATCH's body (RFC 7644 3.5.2); Entra writes `op: "Add"`.
 * @throws ScimError 400 invalidSyntax | invalidPath | invalidValue
 */
export function readPatch(body: unknown): PatchOperation[] {
  const fields = fieldsOf(body);
  const schemas: unknown = fields?.get('schemas');
  if (!namesUrn(Array.isArray(schemas) ? schemas : [schemas], PATCH_URN)) {
    throw badRequest('invalidSyntax', `schemas does not name ${PATCH_URN}`);
  }
  const operations: unknown = fields?.get('operations');
  if (!Array.isArray(operations) || operations.length === 0) {
    throw badRequest('invalidSyntax', 'Operations is a list of at least one operation');
  }
  return operations.map(readOperation);
}

function readOperation(entry: unknown, i: number): PatchOperation {
  const fields = fieldsOf(entry);
  const op = fields?.get('op');
  const verb = typeof op === 'string' ? op.toLowerCase() : undefined;
  if (verb !== 'add' && verb !== 'remove' && verb !== 'replace') {
    throw badRequest('invalidSyntax', `operation ${i + 1}: op is add, remove or replace`);
  }
  const path = fields?.get('path') ?? '';
  if (typeof path !== 'string')
    throw badRequest('invalidPath', `operation ${i + 1}: path is a text`);
  const value = fields?.get('value');
  if (verb === 'remove' && path === '') {
    // RFC 7644 3.5.2.2.
    throw badRequest('noTarget', `operation ${i + 1}: remove needs a path`);
  }
  if (verb !== 'remove' && value === undefined) {
    throw badRequest('invalidValue', `operation ${i + 1}: ${verb} needs a value`);
  }
  return { op: verb, path: path === '' ? undefined : path, value };
}
