import { type Attribute, attribute, type SchemaDefinition } from './attribute.ts';
import type { AttributePath } from './attribute-path.ts';
import { type AttributePlace, placeIn } from './attribute-place.ts';
import { commonAttributes } from './common-attributes.ts';
import type { CustomSchema } from './custom-schema.ts';
import { enterpriseUserSchema } from './enterprise-user.ts';
import { groupSchema } from './group.ts';
import { hubExtensionSchema } from './hub-extension.ts';
import { userSchema } from './user.ts';

export type ResourceKind = 'User' | 'Group';

export interface SchemaExtension {
  schema: SchemaDefinition;
  required: boolean;
}

/** What a resource of this kind may hold for the tenant. */
export interface ResourceSchema {
  kind: ResourceKind;
  core: SchemaDefinition;
  extensions: readonly SchemaExtension[];
  /** All that may stand at the root: common and core attributes, and extensions by URN. */
  attributes: readonly Attribute[];
  /** Attributes at the root that are kept in tables of their own, not in the document. */
  apart: ReadonlySet<string>;
  /** Finds an attribute in any case (RFC 7643 2.1); undefined when the schemas have none there. */
  find(path: AttributePath): AttributePlace | undefined;
}

const kinds = {
  User: {
    core: userSchema,
    extensions: [
      { schema: enterpriseUserSchema, required: false },
      { schema: hubExtensionSchema, required: false },
    ],
    apart: new Set(['groups']),
  },
  Group: { core: groupSchema, extensions: [], apart: new Set(['members']) },
};

export function schemaOf(kind: ResourceKind, custom: readonly CustomSchema[]): ResourceSchema {
  const { core, apart, ...standard } = kinds[kind];
  const own = custom.filter((one) => one.extends === kind);
  const extensions: SchemaExtension[] = [...standard.extensions, ...own];
  const atRoot = [...commonAttributes, ...core.attributes];
  const asAttributes = extensions.map(({ schema: { id, description, attributes }, required }) =>
    attribute(id, description, { subAttributes: attributes, required }),
  );

  /** `names` below a URN that is a core schema's or an extension's. */
  function below(urn: string, names: readonly string[]): AttributePlace | undefined {
    if (urn.toLowerCase() === core.id.toLowerCase()) return placeIn(atRoot, names);
    return placeIn(asAttributes, [urn, ...names]);
  }

  return {
    kind,
    core,
    extensions,
    attributes: [...atRoot, ...asAttributes],
    apart,
    find({ uri, names: [first = '', ...rest] }) {
      if (uri === undefined) return placeIn(atRoot, [first, ...rest]);
      // A URN may stand by itself, and Microsoft writes `urn:...:2.0:User.manager`, too: then the
      // last word of the URN was taken for a name.
      return below(uri, [first, ...rest]) ?? below(`${uri}:${first}`, rest);
    },
  };
}
