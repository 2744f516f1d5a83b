import { type Static, Type } from 'typebox';
import { Id, Nullable, Time } from '../../../platform/http/shapes.ts';
import { AtomBody } from '../deck-document.ts';

const Title = Type.String({ minLength: 1, maxLength: 500 });
const Tags = Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
  maxItems: 500,
  uniqueItems: true,
});
const Language = Type.String({
  pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$',
  maxLength: 35,
  description: 'BCP 47, where it differs from the deck',
});
const Difficulty = Type.Number({ minimum: 0, maximum: 1, description: '0 easy, 1 hard' });
const Seconds = Type.Integer({ minimum: 0, maximum: 86_400 });
const Media = Type.Array(
  Type.Object(
    {
      name: Type.String({ minLength: 1, maxLength: 400, description: 'as the body writes it' }),
      sha256: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'of an asset that is stored' }),
    },
    { additionalProperties: false },
  ),
  { maxItems: 500 },
);

const Prompt = Type.Object({
  id: Id,
  ord: Type.Integer(),
  deckId: Id,
  name: Type.String(),
  kind: Type.String(),
  retired: Type.Boolean({ description: 'its atom shows nothing for it any more' }),
});

export const Atom = Type.Object({
  id: Id,
  deckId: Id,
  kind: Type.String(),
  title: Type.String(),
  body: AtomBody,
  tags: Type.Array(Type.String()),
  language: Nullable(Type.String()),
  difficulty: Nullable(Type.Number()),
  estimatedSeconds: Nullable(Type.Integer()),
  position: Type.Integer(),
  revision: Type.Integer(),
  prompts: Type.Array(Prompt),
  version: Type.Integer(),
  modifiedAt: Time,
  createdAt: Time,
  updatedAt: Time,
});

export const CreateAtom = Type.Object(
  {
    body: AtomBody,
    title: Type.Optional(Title),
    tags: Type.Optional(Tags),
    language: Type.Optional(Nullable(Language)),
    difficulty: Type.Optional(Nullable(Difficulty)),
    estimatedSeconds: Type.Optional(Nullable(Seconds)),
    media: Type.Optional(Media),
  },
  { additionalProperties: false },
);
export type CreateAtom = Static<typeof CreateAtom>;

export const UpdateAtom = Type.Object(
  {
    deckId: Type.Optional(Id),
    body: Type.Optional(AtomBody),
    title: Type.Optional(Nullable(Title)),
    tags: Type.Optional(Tags),
    language: Type.Optional(Nullable(Language)),
    difficulty: Type.Optional(Nullable(Difficulty)),
    estimatedSeconds: Type.Optional(Nullable(Seconds)),
    media: Type.Optional(Media),
  },
  { additionalProperties: false },
);
export type UpdateAtom = Static<typeof UpdateAtom>;
