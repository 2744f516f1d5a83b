import type { Attribute, SchemaDefinition } from './attribute.ts';
import type { AttributePath } from './attribute-path.ts';
import type { CustomSchema } from './custom-schema.ts';

export type ResourceKind = 'User' | 'Group';

/** Where an attribute stands in a resource. */
export interface AttributePlace {
  /** Keys from the resource's root, in the schema's spelling; the first may be an extension's URN. */
  keys: readonly string[];
  /** The attributes at these keys; an extension is a complex attribute named by its URN. */
  chain: readonly Attribute[];
  /** The last of the chain. */
  attribute: Attribute;
}

/** What a resource of this kind may hold for the tenant. */
export interface ResourceSchema {
  kind: ResourceKind;
  core: SchemaDefinition;
  extensions: readonly { schema: SchemaDefinition; required: boolean }[];
  /** All that may stand at the root: common and core attributes, and extensions by URN. */
  attributes: readonly Attribute[];
  /** Multi-valued attributes that are kept in tables of their own, not in the document. */
  apart: ReadonlySet<string>;
  /** Finds an attribute in any case (RFC 7643 2.1); undefined when the schemas have none there. */
  find(path: AttributePath): AttributePlace | undefined;
}

export function schemaOf(_kind: ResourceKind, _custom: readonly CustomSchema[]): ResourceSchema {
  throw new Error('not written yet');
}
