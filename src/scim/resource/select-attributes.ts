import type { ResourceSchema } from '../schemas/registry.ts';
import type { ScimDocument } from './document.ts';

/** What of a resource a request wants to see (RFC 7644 3.9). */
export interface AttributeSelection {
  /** Whether the attribute at the root would be shown: what is not need not be loaded. */
  includes(name: string): boolean;
  /** The resource with only what is to be shown. */
  select(resource: ScimDocument): ScimDocument;
}

export interface SelectionParameters {
  /** Comma-separated in a query, a list in a /.search. */
  attributes?: string | readonly string[];
  excludedAttributes?: string | readonly string[];
}

/** Names that the schema does not know select nothing. */
export function readSelection(
  _parameters: SelectionParameters,
  _schema: ResourceSchema,
): AttributeSelection {
  throw new Error('not written yet');
}
