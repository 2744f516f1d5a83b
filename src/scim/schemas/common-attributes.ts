import { attribute } from './attribute.ts';

const readOnly = { mutability: 'readOnly' } as const;
const exact = { caseExact: true } as const;

/** RFC 7643 3.1, and `schemas` of 3: they stand in every resource and in no schema. */
export const commonAttributes = [
  attribute('schemas', 'The URNs of the schemas of the resource.', {
    ...exact,
    type: 'reference',
    referenceTypes: ['uri'],
    multiValued: true,
    required: true,
    returned: 'always',
  }),
  attribute('id', 'The identifier that the hub gave the resource.', {
    ...exact,
    ...readOnly,
    returned: 'always',
    uniqueness: 'server',
  }),
  attribute('externalId', 'The identifier that the client gave the resource.', exact),
  attribute('meta', 'When and where the resource is kept.', {
    ...readOnly,
    subAttributes: [
      attribute('resourceType', 'User or Group.', { ...readOnly, ...exact }),
      attribute('created', 'When the resource was added.', { ...readOnly, type: 'dateTime' }),
      attribute('lastModified', 'When the resource was last changed.', {
        ...readOnly,
        type: 'dateTime',
      }),
      attribute('location', 'The URI of the resource.', {
        ...readOnly,
        ...exact,
        type: 'reference',
        referenceTypes: ['uri'],
      }),
      attribute('version', 'The ETag of the resource.', { ...readOnly, ...exact }),
    ],
  }),
];
