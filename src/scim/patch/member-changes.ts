import type { ClientProfile } from '../schemas/client-profile.ts';
import type { ResourceSchema } from '../schemas/registry.ts';
import type { PatchOperation } from './patch-operation.ts';

/** What a PATCH comes to for a group's members, whatever they are now. */
export interface MemberChange {
  /** The members that are there now go; `remove` is empty then. */
  clear: boolean;
  /** Ids as sent, each once, none of them in `remove`. */
  add: string[];
  remove: string[];
}

export interface SplitPatch {
  /** What is left for `applyPatch`. */
  operations: PatchOperation[];
  /** Undefined when no operation names members. */
  members: MemberChange | undefined;
}

/**
 * Takes the members out of a Group's PATCH, so that they need not be loaded.
 * @throws ScimError 400 invalidPath | invalidFilter | invalidValue | mutability
 */
export function splitMemberChanges(
  _operations: readonly PatchOperation[],
  _options: { schema: ResourceSchema; profile: ClientProfile },
): SplitPatch {
  throw new Error('not written yet');
}
