import { type ClientProfile, quirksOf } from '../schemas/client-profile.ts';
import type { ResourceSchema } from '../schemas/registry.ts';
import { badRequest } from '../scim-error.ts';
import {
  checkImmutable,
  checkKeys,
  checkRequired,
  schemasOf,
  withImmutable,
} from './check-document.ts';
import type { ScimDocument } from './document.ts';
import { fieldsOf } from './fields.ts';
import { memberIds } from './member-ids.ts';
import { readParts } from './read-value.ts';

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
export function readResource(
  body: unknown,
  { schema, profile, before }: ReadOptions,
): ReadResource {
  const fields = fieldsOf(body);
  if (!fields) throw badRequest('invalidSyntax', 'expected a JSON object');
  checkSchemas(fields.get('schemas'), schema);
  const kept = schema.attributes.filter(
    ({ name }) => name !== 'schemas' && !schema.apart.has(name),
  );
  const read = readParts(body, kept, quirksOf(profile));
  const whole = before ? withImmutable(before, read, schema) : read;
  const document = { schemas: schemasOf(whole, schema), ...whole };
  if (before) checkImmutable(before, document, schema);
  checkRequired(document, schema, 'invalidValue');
  checkKeys(document);
  const members =
    schema.apart.has('members') && fields.has('members')
      ? memberIds(fields.get('members'))
      : undefined;
  return { document, members };
}

/** URNs that the hub does not know are let by: Microsoft's own extensions are. */
function checkSchemas(input: unknown, { core }: ResourceSchema): void {
  if (input === undefined || input === null) return;
  const urns: readonly unknown[] = Array.isArray(input) ? input : [input];
  const isCore = (urn: unknown) =>
    typeof urn === 'string' && urn.toLowerCase() === core.id.toLowerCase();
  if (!urns.some(isCore)) throw badRequest('invalidSyntax', `schemas does not name ${core.id}`);
}
