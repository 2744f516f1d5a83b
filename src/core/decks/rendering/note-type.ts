import { createHash } from 'node:crypto';
import type { NoteTypeDocument } from '../deck-document.ts';
import type { TemplateSide } from './template/skeleton.ts';
import { namesIn } from './template/template.ts';
import { parseTemplate } from './template/template-parser.ts';

/** Fields that every Anki template has. */
const SPECIAL_FIELDS = new Set([
  ...['Tags', 'Type', 'Deck', 'Subdeck', 'Card', 'CardFlag', 'CardID', 'FrontSide', ''],
]);

export interface CardTemplate {
  name: string;
  front: TemplateSide;
  back: TemplateSide;
}

export interface ParsedNoteType {
  name: string;
  kind: NoteTypeDocument['kind'];
  fields: string[];
  className: string;
  templates: CardTemplate[];
  problems: string[];
}

const parsed = new WeakMap<NoteTypeDocument, ParsedNoteType>();

/** Parses a note type once; callers that keep the document object get the parsed one back. */
export function parseNoteType(noteType: NoteTypeDocument): ParsedNoteType {
  const known = parsed.get(noteType);
  if (known) return known;
  const templates = noteType.templates.map(({ name, front, back }) => ({
    name,
    front: { template: parseTemplate(front), skeletons: new Map() },
    back: { template: parseTemplate(back), skeletons: new Map() },
  }));
  const made = {
    name: noteType.name,
    kind: noteType.kind,
    fields: noteType.fields,
    className: noteTypeClass(noteType),
    templates,
    problems: problemsOf(noteType, templates),
  };
  parsed.set(noteType, made);
  return made;
}

/** Class that a note type's cards carry and its styles are scoped to; other styles, other class. */
export function noteTypeClass({ key, css = '', templates }: NoteTypeDocument): string {
  const identity = JSON.stringify([key, css, templates]);
  return `nt-${createHash('sha256').update(identity).digest('hex').slice(0, 12)}`;
}

function problemsOf(noteType: NoteTypeDocument, templates: CardTemplate[]): string[] {
  const fields = new Set(noteType.fields);
  return templates.flatMap(({ name, front, back }) =>
    [front, back].flatMap(({ template }, side) => {
      const unknown = [...new Set(namesIn(template.nodes))]
        .filter(
          (field) => !fields.has(field) && !SPECIAL_FIELDS.has(field) && !/^c\d+$/.test(field),
        )
        .map((field) => `there is no field "${field.slice(0, 100)}"`);
      const where = `note type "${noteType.name}", ${side === 0 ? 'front' : 'back'} of "${name}"`;
      return [...template.problems, ...unknown].map((problem) => `${where}: ${problem}`);
    }),
  );
}
