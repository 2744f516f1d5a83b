import { type Static, type TSchema, Type } from 'typebox';

const Id = Type.String({ format: 'uuid' });

/** Every event of the hub and the shape of what it carries; names are `noun.verb` in the past. */
const eventTypes = {
  'person.provisioned': Type.Object({
    personId: Id,
    displayName: Type.String(),
    email: Type.Union([Type.String(), Type.Null()]),
    source: Type.String({ description: 'where the person came from: `local`, `csv`, `scim`...' }),
  }),
  'person.deactivated': Type.Object({ personId: Id }),
  'person.reactivated': Type.Object({ personId: Id }),
  'person.deleted': Type.Object({
    personId: Id,
    purgeAt: Type.String({ description: 'when who they were is forgotten, RFC 3339' }),
  }),
  'departures.held': Type.Object({
    connectionId: Id,
    holdId: Id,
    counted: Type.Integer({ description: 'people that would have left within an hour' }),
    limit: Type.Integer({ description: 'how many may' }),
  }),
  'departures.released': Type.Object({ connectionId: Id, holdId: Id, by: Type.String() }),
  'deck.published': Type.Object({
    deckId: Id,
    revisionId: Id,
    revision: Type.Integer({ minimum: 1 }),
    title: Type.String(),
    path: Type.String({ description: 'titles from the root down, joined by `::`' }),
    atoms: Type.Integer(),
    prompts: Type.Integer(),
  }),
  'import.completed': Type.Object({
    importId: Id,
    deckIds: Type.Array(Id),
    courseId: Type.Optional(Id),
  }),
  'review.recorded': Type.Object({ personId: Id, reviewIds: Type.Array(Id) }),
  'attempt.scored': Type.Object({
    attemptId: Id,
    personId: Id,
    deckId: Type.Union([Id, Type.Null()], { description: 'null: the attempt is of a course' }),
    courseId: Type.Union([Id, Type.Null()]),
    assignmentId: Type.Union([Id, Type.Null()]),
    scoreScaled: Type.Union([Type.Number(), Type.Null()]),
    completion: Type.String(),
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
