import type { ScimDocument } from '../resource/document.ts';
import type { ClientProfile } from '../schemas/client-profile.ts';
import type { ResourceSchema } from '../schemas/registry.ts';
import type { PatchOperation } from './patch-operation.ts';

export interface PatchOptions {
  schema: ResourceSchema;
  profile: ClientProfile;
  /** The resource's id: clients may repeat it, not change it. */
  id: string;
}

/**
 * The document after all operations (RFC 7644 3.5.2), or the same object when nothing changed; the
 * given one stays as it is. Members are `splitMemberChanges`'s.
 * @throws ScimError 400 invalidPath | noTarget | invalidValue | mutability | invalidFilter
 */
export function applyPatch(
  _document: ScimDocument,
  _operations: readonly PatchOperation[],
  _options: PatchOptions,
): ScimDocument {
  throw new Error('not written yet');
}
