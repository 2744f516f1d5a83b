import { type Static, Type } from 'typebox';

/**
 * The documented import and export document: decks, note types, atoms and media in one JSON value.
 * Importers of every format produce it in batches; `POST /v1/imports` accepts it as JSON, and
 * `format: "json"` exports it. Keys are the author's own stable identifiers (an Anki guid, a row
 * number): importing the same keys again updates and never doubles.
 */
const Key = Type.String({ minLength: 1, maxLength: 400 });
const Html = Type.String({ maxLength: 1_000_000, description: 'HTML; sanitised on import' });

export const NoteTypeDocument = Type.Object(
  {
    key: Key,
    name: Type.String({ minLength: 1, maxLength: 400 }),
    kind: Type.Union([Type.Literal('standard'), Type.Literal('cloze')]),
    fields: Type.Array(Type.String({ maxLength: 400 }), { minItems: 1, maxItems: 200 }),
    templates: Type.Array(
      Type.Object({ name: Type.String(), front: Type.String(), back: Type.String() }),
      { minItems: 1, maxItems: 200 },
    ),
    css: Type.Optional(Type.String({ maxLength: 200_000 })),
    /** What the source had beside (sort field, LaTeX preamble...), kept for round trips. */
    source: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  { additionalProperties: false },
);
export type NoteTypeDocument = Static<typeof NoteTypeDocument>;

export const DeckEntry = Type.Object(
  {
    key: Key,
    /** Names from the root down, e.g. ["Geography", "Europe"]; parents are made when missing. */
    path: Type.Array(Type.String({ minLength: 1, maxLength: 400 }), { minItems: 1, maxItems: 20 }),
    description: Type.Optional(Html),
    language: Type.Optional(Type.String({ maxLength: 35, description: 'BCP 47' })),
    licence: Type.Optional(Type.String({ maxLength: 200 })),
    source: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  { additionalProperties: false },
);
export type DeckEntry = Static<typeof DeckEntry>;

const ChoiceOption = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 100 }),
    html: Html,
    correct: Type.Boolean(),
    feedback: Type.Optional(Html),
  },
  { additionalProperties: false },
);

export const AtomBody = Type.Union([
  /** Fields of a note type; its templates make the prompts. */
  Type.Object(
    { type: Type.Literal('note'), noteType: Key, fields: Type.Array(Html, { maxItems: 200 }) },
    { additionalProperties: false },
  ),
  Type.Object(
    { type: Type.Literal('flashcard'), front: Html, back: Html },
    { additionalProperties: false },
  ),
  /** Text with {{c1::deletions::hint}}, one prompt per number. */
  Type.Object(
    { type: Type.Literal('cloze'), text: Html, extra: Type.Optional(Html) },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      type: Type.Literal('typed_answer'),
      question: Html,
      answers: Type.Array(Type.String({ minLength: 1, maxLength: 1000 }), { minItems: 1 }),
      explanation: Type.Optional(Html),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      type: Type.Literal('choice'),
      question: Html,
      options: Type.Array(ChoiceOption, { minItems: 2, maxItems: 50 }),
      multiple: Type.Boolean(),
      explanation: Type.Optional(Html),
    },
    { additionalProperties: false },
  ),
  Type.Object({ type: Type.Literal('text'), html: Html }, { additionalProperties: false }),
  Type.Object(
    {
      type: Type.Union([Type.Literal('image'), Type.Literal('audio'), Type.Literal('video')]),
      media: Type.String({ description: 'name of the media file' }),
      alt: Type.Optional(Type.String({ maxLength: 2000 })),
      caption: Type.Optional(Html),
    },
    { additionalProperties: false },
  ),
]);
export type AtomBody = Static<typeof AtomBody>;

export const AtomEntry = Type.Object(
  {
    key: Key,
    /** Key of the deck it belongs to. */
    deck: Key,
    title: Type.Optional(Type.String({ maxLength: 500 })),
    body: AtomBody,
    tags: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 200 }))),
    language: Type.Optional(Type.String({ maxLength: 35 })),
    /** When the author last changed it; an older entry never overwrites a newer one. */
    modifiedAt: Type.Optional(Type.String({ format: 'date-time' })),
    /** Cards that live elsewhere than `deck`, or carry the source's own ids. */
    prompts: Type.Optional(
      Type.Array(
        Type.Object(
          {
            ord: Type.Integer({ minimum: 0, maximum: 65535 }),
            deck: Type.Optional(Key),
            source: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
          },
          { additionalProperties: false },
        ),
      ),
    ),
    /** Where it stood, for the report ("note 1234", "row 17"). */
    at: Type.Optional(Type.String({ maxLength: 100 })),
    source: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  { additionalProperties: false },
);
export type AtomEntry = Static<typeof AtomEntry>;

export const MediaEntry = Type.Object(
  {
    /** The name that fields use: `<img src="name">`, `[sound:name]`. */
    name: Type.String({ minLength: 1, maxLength: 400 }),
    /** Base64; in exports without content, left out. */
    data: Type.Optional(Type.String()),
    sha256: Type.Optional(Type.String({ pattern: '^[0-9a-f]{64}$' })),
  },
  { additionalProperties: false },
);
export type MediaEntry = Static<typeof MediaEntry>;

export const DeckDocument = Type.Object(
  {
    format: Type.Literal('crosswalk-deck/1'),
    decks: Type.Array(DeckEntry, { minItems: 1 }),
    noteTypes: Type.Optional(Type.Array(NoteTypeDocument)),
    atoms: Type.Array(AtomEntry),
    media: Type.Optional(Type.Array(MediaEntry)),
    /** Atoms by key: `from` must be known before `to`. */
    relations: Type.Optional(
      Type.Array(
        Type.Object(
          {
            from: Key,
            to: Key,
            kind: Type.Union([
              Type.Literal('prerequisite'),
              Type.Literal('dependency'),
              Type.Literal('related'),
            ]),
          },
          { additionalProperties: false },
        ),
      ),
    ),
  },
  { additionalProperties: false },
);
export type DeckDocument = Static<typeof DeckDocument>;
