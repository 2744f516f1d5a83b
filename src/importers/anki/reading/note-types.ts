import type { NoteTypeDocument } from '../../../core/decks/deck-document.ts';
import { hasActiveContent } from '../../../core/decks/rendering/html/active-content.ts';
import type { ImportProblem } from '../../import-source.ts';
import { idValue } from '../collection/cell.ts';
import type { AnkiNoteType } from '../collection/collection-content.ts';

export interface NoteTypeMap {
  documents: NoteTypeDocument[];
  /** By id; a note type that cannot be taken is missing. */
  byId: Map<string, NoteTypeDocument>;
  problems: ImportProblem[];
}

const MOST_PARTS = 200;
const LONGEST_CSS = 200_000;
const LONGEST_NAME = 400;

/** @param used ids of the note types that notes have; the others stay behind. */
export function mapNoteTypes(noteTypes: AnkiNoteType[], used: ReadonlySet<string>): NoteTypeMap {
  const map: NoteTypeMap = { documents: [], byId: new Map(), problems: [] };
  for (const noteType of noteTypes.filter(({ id }) => used.has(id))) {
    const at = `note type "${noteType.name}"`;
    const refusal = refusalOf(noteType);
    if (refusal) {
      map.problems.push({ at, severity: 'failed', reason: refusal });
      continue;
    }
    const document = documentOf(noteType);
    map.documents.push(document);
    map.byId.set(noteType.id, document);
    if (hasScript(noteType)) {
      map.problems.push({
        at,
        severity: 'warning',
        reason: 'scripts in its templates are left out',
      });
    }
  }
  return map;
}

function refusalOf({ fields, templates, css }: AnkiNoteType): string | undefined {
  if (fields.length === 0 || templates.length === 0) return 'it has no fields or no card templates';
  if (fields.length > MOST_PARTS || templates.length > MOST_PARTS) {
    return `it has more than ${MOST_PARTS} fields or card templates`;
  }
  return css.length > LONGEST_CSS
    ? `its styles are longer than ${LONGEST_CSS} characters`
    : undefined;
}

function documentOf({
  id,
  name,
  kind,
  fields,
  templates,
  css,
  source,
}: AnkiNoteType): NoteTypeDocument {
  return {
    key: `anki:${id}`,
    name: name.slice(0, LONGEST_NAME) || `Note type ${id}`,
    kind,
    fields: fields.map((field) => field.slice(0, LONGEST_NAME)),
    templates,
    ...(css === '' ? {} : { css }),
    source: { mid: idValue(id), ...source },
  };
}

/** Anki's image occlusion cards come with a script, whose work the renderer does itself. */
function hasScript({ templates }: AnkiNoteType): boolean {
  return templates.some(({ front, back }) =>
    [front, back].some(
      (side) => !side.includes('anki.imageOcclusion.setup') && hasActiveContent(side),
    ),
  );
}
