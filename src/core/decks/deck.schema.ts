import { type Static, Type } from 'typebox';
import { Id, Nullable, OneOf, Time } from '../../platform/http/shapes.ts';

const Title = Type.String({
  minLength: 1,
  maxLength: 400,
  pattern: '^(?!\\s)(?!.*::)[^\\u0000]*[^\\s\\u0000]$',
  description: 'without `::`, which joins titles in paths, and without spaces around',
});
const Description = Type.String({ maxLength: 100_000, description: 'HTML; sanitised' });
const Language = Type.String({
  pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$',
  maxLength: 35,
  description: 'BCP 47',
});
const Licence = Type.String({ maxLength: 200 });

export const Deck = Type.Object({
  id: Id,
  parentId: Nullable(Id),
  title: Type.String(),
  path: Type.String({ description: 'titles from the root down, joined by `::`' }),
  description: Nullable(Type.String()),
  language: Type.String(),
  licence: Nullable(Type.String()),
  status: OneOf(['draft', 'published', 'archived'] as const),
  revision: Type.Integer({ description: 'latest published revision; 0 before the first' }),
  atoms: Type.Integer({ description: 'in the latest revision, without child decks' }),
  prompts: Type.Integer({ description: 'in the latest revision, without child decks' }),
  version: Type.Integer(),
  createdAt: Time,
  updatedAt: Time,
});

export const CreateDeck = Type.Object(
  {
    title: Title,
    parentId: Type.Optional(Nullable(Id)),
    description: Type.Optional(Nullable(Description)),
    language: Type.Optional(Language),
    licence: Type.Optional(Nullable(Licence)),
  },
  { additionalProperties: false },
);
export type CreateDeck = Static<typeof CreateDeck>;

export const UpdateDeck = Type.Object(
  {
    title: Type.Optional(Title),
    parentId: Type.Optional(Nullable(Id)),
    description: Type.Optional(Nullable(Description)),
    language: Type.Optional(Language),
    licence: Type.Optional(Nullable(Licence)),
    archived: Type.Optional(Type.Boolean({ description: 'with all decks below it' })),
  },
  { additionalProperties: false },
);
export type UpdateDeck = Static<typeof UpdateDeck>;

export const DeckRevision = Type.Object({
  id: Id,
  deckId: Id,
  revision: Type.Integer(),
  title: Type.String(),
  language: Type.String(),
  hash: Type.String(),
  atoms: Type.Integer(),
  prompts: Type.Integer(),
  publishedAt: Time,
  publishedBy: Nullable(Type.String()),
});
