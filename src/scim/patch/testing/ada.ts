import { expect } from 'chai';
import type { ScimDocument } from '../../resource/document.ts';
import type { ClientProfile } from '../../schemas/client-profile.ts';
import { readCustomSchema } from '../../schemas/custom-schema.ts';
import { schemaOf } from '../../schemas/registry.ts';
import { ScimError } from '../../scim-error.ts';
import { applyPatch } from '../apply-patch.ts';
import { PATCH_URN, readPatch } from '../patch-operation.ts';

export const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const CUSTOM = 'urn:example:staff:2.0:User';

const custom = readCustomSchema({
  extends: 'User',
  schema: {
    id: CUSTOM,
    name: 'Staff',
    attributes: [
      { name: 'badge', mutability: 'immutable' },
      { name: 'level', type: 'integer' },
      { name: 'tags', multiValued: true },
    ],
  },
});
const schema = schemaOf('User', [custom]);
export const ID = '01900000-0000-7000-8000-000000000000';

/** The document after a PATCH of Entra's, unless another profile is given. */
export function patch(
  document: ScimDocument,
  operations: unknown[],
  profile: ClientProfile = 'entra',
): ScimDocument {
  const body = { schemas: [PATCH_URN], Operations: operations };
  return applyPatch(document, readPatch(body), { schema, profile, id: ID });
}

export const work = { type: 'work', value: 'ada@work.example', primary: true };
export const home = { type: 'home', value: 'ada@home.example' };
export const ada: ScimDocument = {
  schemas: [CORE],
  userName: 'ada@example.org',
  active: true,
  name: { givenName: 'Ada', familyName: 'Lovelace' },
  emails: [work, home],
};
export const bare: ScimDocument = { schemas: [CORE], userName: 'ada@example.org' };

/** Status and scimType of the error; the document is as it was. */
export function refusal(
  operations: unknown[],
  { document = ada, profile }: { document?: ScimDocument; profile?: ClientProfile } = {},
): string {
  const before = structuredClone(document);
  try {
    patch(document, operations, profile);
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    expect(document, 'the given document stays').to.deep.equal(before);
    return `${error.status} ${error.scimType}`;
  }
  throw new Error('accepted');
}
