import * as Type from 'typebox';

const strict = { additionalProperties: false };
const text = Type.String();
const filled = Type.String({ minLength: 1 });
/** The shape that xml:lang accepts (XSD `language`); every BCP 47 tag has it. */
const language = Type.String({ pattern: '^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$' });
const direction = Type.Enum(['ltr', 'rtl']);

const itemBase = {
  id: filled,
  atomId: filled,
  title: Type.Optional(text),
  language: Type.Optional(language),
  direction: Type.Optional(direction),
  className: Type.Optional(text),
  objectives: Type.Optional(Type.Array(filled)),
};

const choiceOption = Type.Object(
  { id: filled, html: text, correct: Type.Boolean(), feedback: Type.Optional(text) },
  strict,
);

const flashcard = Type.Object(
  { ...itemBase, kind: Type.Enum(['flashcard', 'cloze']), front: text, back: text },
  strict,
);

const typed = Type.Object(
  {
    ...itemBase,
    kind: Type.Literal('typed'),
    front: text,
    back: text,
    accepted: Type.Array(text, { minItems: 1 }),
  },
  strict,
);

const choice = Type.Object(
  {
    ...itemBase,
    kind: Type.Literal('choice'),
    front: text,
    back: Type.Optional(text),
    options: Type.Array(choiceOption, { minItems: 2 }),
    multiple: Type.Boolean(),
  },
  strict,
);

const info = Type.Object({ ...itemBase, kind: Type.Literal('info'), front: text }, strict);

/** One schema per item kind, so that an error speaks of the kind that was meant. */
export const itemSchemas = { flashcard, cloze: flashcard, typed, choice, info };

const options = Type.Object(
  {
    mode: Type.Enum(['study', 'test']),
    buttons: Type.Enum([2, 4]),
    feedback: Type.Enum(['immediate', 'end', 'none']),
    masteryScore: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    shuffle: Type.Boolean(),
    questions: Type.Optional(Type.Integer({ minimum: 1 })),
    completionThreshold: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1 })),
    completionObjective: Type.Optional(filled),
    activityBase: Type.Optional(Type.String({ pattern: '^https?://[^\\s?#]+$' })),
    locale: Type.Optional(language),
    mediaBase: text,
  },
  strict,
);

const objective = Type.Object({ id: filled, title: text }, strict);
const chapter = Type.Object({ id: filled, title: text, items: Type.Array(filled) }, strict);
const metadata = Type.Object(
  {
    description: Type.Optional(text),
    keywords: Type.Optional(Type.Array(filled)),
    author: Type.Optional(filled),
    license: Type.Optional(filled),
    typicalMinutes: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
  },
  strict,
);

/** All of a deck but its items, which are checked one by one by kind. */
export const envelopeSchema = Type.Object(
  {
    format: Type.Literal('crosswalk-player/1'),
    id: filled,
    revision: text,
    title: text,
    language,
    direction,
    options,
    items: Type.Array(Type.Unknown()),
    objectives: Type.Optional(Type.Array(objective)),
    styles: Type.Optional(text),
    chapters: Type.Optional(Type.Array(chapter)),
    metadata: Type.Optional(metadata),
  },
  strict,
);

type Item = Type.Static<(typeof itemSchemas)[keyof typeof itemSchemas]>;

/** What the schemas accept; the parser's return type holds it against the player's own type. */
export type CheckedContent = Omit<Type.Static<typeof envelopeSchema>, 'items'> & { items: Item[] };
