import { type Attribute, attribute, type SchemaDefinition } from './attribute.ts';

const readOnly = { mutability: 'readOnly' } as const;

/** Served only on request (`?attributes=`), for it costs queries of its own. */
function list(name: string, description: string, subAttributes: readonly Attribute[]): Attribute {
  return attribute(name, description, {
    ...readOnly,
    multiValued: true,
    returned: 'request',
    subAttributes,
  });
}

/** What the hub knows of a user and tells HR systems that ask. */
export const hubExtensionSchema: SchemaDefinition = {
  id: 'urn:ietf:params:scim:schemas:extension:crosswalk:2.0:User',
  name: 'Learner',
  description: 'What the user has learnt; read-only.',
  attributes: [
    attribute('personId', "The person's id in the hub's API.", { ...readOnly, caseExact: true }),
    list('awards', 'Awards, the latest first.', [
      attribute('value', 'The id of the award.', { ...readOnly, caseExact: true }),
      attribute('display', 'The name of the achievement.', readOnly),
      attribute('awardedAt', 'When it was awarded.', { ...readOnly, type: 'dateTime' }),
      attribute('validUntil', 'When it expires.', { ...readOnly, type: 'dateTime' }),
      attribute('status', 'Its status.', readOnly),
    ]),
    list('progress', 'Assigned and studied decks.', [
      attribute('value', 'The id of the deck.', { ...readOnly, caseExact: true }),
      attribute('display', 'The title of the deck.', readOnly),
      attribute('score', 'The score that counts, 0 to 1.', { ...readOnly, type: 'decimal' }),
      attribute('completed', 'Whether it is complete.', { ...readOnly, type: 'boolean' }),
      attribute('success', 'unknown, passed or failed.', readOnly),
    ]),
  ],
};
