import { type Static, type TSchema, Type } from 'typebox';

const Id = Type.String({ format: 'uuid' });

/** Every event of the hub and the shape of what it carries; names are `noun.verb` in the past. */
export const eventTypes = {
  'person.provisioned': Type.Object({ personId: Id }),
  'person.deactivated': Type.Object({ personId: Id }),
  'deck.published': Type.Object({ deckId: Id, revision: Type.Integer() }),
  'import.completed': Type.Object({ importId: Id, deckIds: Type.Array(Id) }),
  'review.recorded': Type.Object({ personId: Id, reviewIds: Type.Array(Id) }),
  'attempt.scored': Type.Object({
    attemptId: Id,
    personId: Id,
    deckId: Id,
    scoreScaled: Type.Union([Type.Number(), Type.Null()]),
    success: Type.String(),
  }),
} satisfies Record<string, TSchema>;

type EventTypes = typeof eventTypes;

export type HubEvent = {
  [T in keyof EventTypes]: {
    type: T;
    /** Id of what it is about. */
    subject: string;
    payload: Static<EventTypes[T]>;
  };
}[keyof EventTypes];
