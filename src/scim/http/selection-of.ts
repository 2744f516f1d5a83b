import { type AttributeSelection, readSelection } from '../resource/select-attributes.ts';
import type { ResourceKind } from '../schemas/registry.ts';
import type { ScimCall } from './scim-call.ts';

/** What the URL's `attributes` and `excludedAttributes` select (RFC 7644 3.9). */
export function selectionOf({ query, schemas }: ScimCall, kind: ResourceKind): AttributeSelection {
  const parameters = {
    attributes: query.get('attributes'),
    excludedAttributes: query.get('excludedattributes'),
  };
  return readSelection(parameters, schemas[kind]);
}
