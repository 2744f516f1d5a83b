import type { ClientProfile } from '../schemas/client-profile.ts';
import type { ResourceSchema } from '../schemas/registry.ts';
import type { ScimDocument } from './document.ts';

export interface ReadOptions {
  schema: ResourceSchema;
  profile: ClientProfile;
  /** The document that a PUT replaces, for immutable attributes (RFC 7644 3.5.1). */
  before?: ScimDocument;
}

export interface ReadResource {
  /** What is stored: `schemas` and all that clients may write, without what is kept apart. */
  document: ScimDocument;
  /** Ids of a Group's members in the request's order, each once; undefined when it has no `members`. */
  members: string[] | undefined;
}

/**
 * The resource in the body of a POST or PUT, with values brought to their schema's types.
 * Read-only attributes, unknown ones and passwords are left out.
 * @throws ScimError 400 invalidSyntax | invalidValue | mutability
 */
export function readResource(_body: unknown, _options: ReadOptions): ReadResource {
  throw new Error('not written yet');
}
