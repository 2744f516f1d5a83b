export const PATCH_URN = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

export interface PatchOperation {
  op: 'add' | 'remove' | 'replace';
  path: string | undefined;
  /** Untrusted. */
  value: unknown;
}

/**
 * The operations of a PATCH's body.
 * @throws ScimError 400 invalidSyntax | invalidValue
 */
export function readPatch(_body: unknown): PatchOperation[] {
  throw new Error('not written yet');
}
