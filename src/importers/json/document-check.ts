import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import {
  AtomBody,
  AtomEntry,
  DeckDocument,
  DeckEntry,
  MediaEntry,
  NoteTypeDocument,
} from '../../core/decks/deck-document.ts';
import { ImportRefusedError } from '../../platform/files/import-refused-error.ts';
import type { DocumentErrors } from './document-errors.ts';
import { checkReferences } from './document-references.ts';

const MOST_ERRORS = 20;
const ajv = addFormats.default(new Ajv2020({ strict: true }));

const { properties } = DeckDocument;
const bare = { type: 'array', items: {} };
const checkEnvelope = ajv.compile<DeckDocument>({
  ...DeckDocument,
  properties: {
    ...properties,
    decks: { ...bare, minItems: 1 },
    noteTypes: bare,
    atoms: bare,
    media: bare,
    relations: bare,
  },
});
const entryChecks = {
  decks: ajv.compile(DeckEntry),
  noteTypes: ajv.compile(NoteTypeDocument),
  atoms: ajv.compile(AtomEntry),
  media: ajv.compile(MediaEntry),
  relations: ajv.compile(properties.relations.items),
};
const bodyChecks = AtomBody.anyOf.map((branch) => ({
  accepts: ajv.compile(branch.properties.type),
  check: ajv.compile(branch),
}));

/**
 * Entries are checked one by one, so that a document of nothing but mistakes costs no more than
 * its first twenty.
 * @throws {ImportRefusedError} `invalid_document`, naming what is wrong by JSON pointer
 */
export function checkDocument(value: unknown): DeckDocument {
  const found: string[] = [];
  const errors: DocumentErrors = {
    add: (pointer, detail) => {
      found.push(`${pointer || 'the document'} ${detail}`);
      if (found.length >= MOST_ERRORS) throw invalidDocument(found);
    },
  };
  if (!checkEnvelope(value)) {
    addErrors(errors, '', checkEnvelope.errors);
    throw invalidDocument(found);
  }
  for (const name of ['decks', 'noteTypes', 'atoms', 'media', 'relations'] as const) {
    value[name]?.forEach((entry: unknown, index: number) => {
      const check: ValidateFunction = entryChecks[name];
      if (!check(entry)) addErrors(errors, `/${name}/${index}`, check.errors, entry);
    });
  }
  if (found.length === 0) checkReferences(value, errors);
  if (found.length > 0) throw invalidDocument(found);
  return value;
}

function addErrors(
  errors: DocumentErrors,
  pointer: string,
  reported: ErrorObject[] | null | undefined,
  entry?: unknown,
): void {
  const inBody = reported?.some(({ instancePath }) => instancePath.startsWith('/body'));
  if (inBody) {
    addBodyErrors(errors, `${pointer}/body`, bodyOf(entry));
    return;
  }
  for (const error of reported?.slice(0, 1) ?? []) {
    errors.add(pointer + pointerOf(error), detailOf(error));
  }
}

/** By the body's own type, instead of all that it is not. */
function addBodyErrors(errors: DocumentErrors, pointer: string, body: unknown): void {
  const type = typeof body === 'object' && body && 'type' in body ? body.type : undefined;
  const branch = bodyChecks.find(({ accepts }) => accepts(type));
  if (!branch) errors.add(`${pointer}/type`, 'is not a known type of atom');
  else if (!branch.check(body)) addErrors(errors, pointer, branch.check.errors);
}

function bodyOf(entry: unknown): unknown {
  return typeof entry === 'object' && entry && 'body' in entry ? entry.body : undefined;
}

function pointerOf({ instancePath, keyword, params }: ErrorObject): string {
  if (keyword === 'required') return `${instancePath}/${params.missingProperty}`;
  if (keyword === 'additionalProperties') return `${instancePath}/${params.additionalProperty}`;
  return instancePath;
}

function detailOf({ keyword, params, message }: ErrorObject): string {
  if (keyword === 'required') return 'is required';
  if (keyword === 'additionalProperties') return 'is not known here';
  if (keyword === 'const') return `must be ${JSON.stringify(params.allowedValue)}`;
  return message ?? 'is not valid';
}

function invalidDocument(found: string[]): ImportRefusedError {
  const sentences = found.map((sentence) => sentence.slice(0, 300)).join('; ');
  return new ImportRefusedError(
    'invalid_document',
    `The document is not as documented: ${sentences}.`,
  );
}
