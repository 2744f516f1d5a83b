import type { SqlValue } from 'sql.js';
import {
  numberField,
  ProtobufError,
  type ProtobufMessage,
  readProtobuf,
  textField,
} from '../package/protobuf.ts';
import { asText, blob, bounded, int, text } from './cell.ts';
import type { AnkiDeck, AnkiNoteType, CollectionContent } from './collection-content.ts';
import { type CollectionDatabase, corrupt } from './collection-database.ts';

const LARGEST_CONFIG = 4 * 1024 * 1024;
const CONFIG = bounded('config', LARGEST_CONFIG);
const NAME = bounded('name', 10_000);

/** Schema 18: note types, fields, templates and decks are tables, their settings protobuf. */
export function readSchema18(database: CollectionDatabase): CollectionContent {
  const [created] = [...database.rows('SELECT crt FROM col LIMIT 1')];
  if (!created) throw corrupt('its table "col" is empty');
  const fields = groupByNoteType(database, 'fields');
  const templates = groupByNoteType(database, 'templates');
  const noteTypes = [...database.rows(`SELECT ${asText('id')}, ${NAME}, ${CONFIG} FROM notetypes`)];
  return {
    created: int(created[0]),
    noteTypes: noteTypes.map(([id, name, config]) =>
      noteTypeOf({ id: text(id), name: text(name), config: blob(config) }, fields, templates),
    ),
    decks: readDecks(database),
  };
}

interface Part {
  name: string;
  config: Uint8Array;
}

function groupByNoteType(
  database: CollectionDatabase,
  table: 'fields' | 'templates',
): Map<string, Part[]> {
  const groups = new Map<string, Part[]>();
  const sql = `SELECT ${asText('ntid')}, ${NAME}, ${CONFIG} FROM ${table} ORDER BY ntid, ord`;
  for (const [id, name, config] of database.rows(sql)) {
    const part = { name: text(name), config: blob(config) };
    const group = groups.get(text(id));
    if (group) group.push(part);
    else groups.set(text(id), [part]);
  }
  return groups;
}

/** `Notetype.Config`: 1 kind, 2 sort field, 3 css, 5 and 6 LaTeX; `Template.Config`: 1 and 2 sides. */
function noteTypeOf(
  { id, name, config }: Part & { id: string },
  allFields: Map<string, Part[]>,
  allTemplates: Map<string, Part[]>,
): AnkiNoteType {
  const settings = message(config, 'note type');
  const fields = allFields.get(id) ?? [];
  const templates = allTemplates.get(id) ?? [];
  return {
    id,
    name,
    kind: numberField(settings, 1) === 1 ? 'cloze' : 'standard',
    fields: fields.map((field) => field.name),
    templates: templates.map((template) => {
      const sides = message(template.config, 'card template');
      return { name: template.name, front: textField(sides, 1), back: textField(sides, 2) };
    }),
    css: textField(settings, 3),
    source: {
      latexPre: textField(settings, 5),
      latexPost: textField(settings, 6),
      sortField: numberField(settings, 2),
      config: base64(config),
      fieldConfigs: fields.map((field) => base64(field.config)),
      templateConfigs: templates.map((template) => base64(template.config)),
    },
  };
}

/** `Deck.KindContainer`: 1 normal (of which 4 is the description), 2 filtered. */
function readDecks(database: CollectionDatabase): AnkiDeck[] {
  const [common, kind] = ['common', 'kind'].map((column) => bounded(column, LARGEST_CONFIG));
  const rows = database.rows(
    `SELECT ${asText('id')}, ${NAME}, ${common}, ${kind} FROM decks ORDER BY id`,
  );
  return [...rows].map(([id, name, commonBytes, kindBytes]) =>
    deckOf(id, name, blob(commonBytes), blob(kindBytes)),
  );
}

function deckOf(
  id: SqlValue | undefined,
  name: SqlValue | undefined,
  common: Uint8Array,
  kind: Uint8Array,
): AnkiDeck {
  const container = message(kind, 'deck');
  const normal = container.get(1)?.at(-1);
  return {
    id: text(id),
    path: text(name).split('\x1f'),
    filtered: container.has(2),
    description: normal instanceof Uint8Array ? textField(message(normal, 'deck'), 4) : '',
    source: { common: base64(common), kind: base64(kind) },
  };
}

function message(bytes: Uint8Array, of: string): ProtobufMessage {
  try {
    return readProtobuf(bytes);
  } catch (error) {
    if (!(error instanceof ProtobufError)) throw error;
    throw corrupt(`the settings of a ${of} cannot be read`, error);
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
