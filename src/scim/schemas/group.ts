import { attribute, type SchemaDefinition } from './attribute.ts';

/** RFC 7643 4.2. */
export const groupSchema: SchemaDefinition = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  name: 'Group',
  description: 'People who get the same roles and assignments.',
  attributes: [
    attribute('displayName', 'The name of the group; unique in the connection.', {
      required: true,
      uniqueness: 'server',
    }),
    attribute('members', 'Users and groups in the group.', {
      multiValued: true,
      subAttributes: [
        attribute('value', 'The id of the member.', { mutability: 'immutable', caseExact: true }),
        attribute('$ref', 'The URI of the member.', {
          type: 'reference',
          referenceTypes: ['User', 'Group'],
          mutability: 'immutable',
          caseExact: true,
        }),
        attribute('type', 'User or Group.', {
          mutability: 'immutable',
          canonicalValues: ['User', 'Group'],
        }),
        attribute('display', 'The name of the member.', { mutability: 'readOnly' }),
      ],
    }),
  ],
};
