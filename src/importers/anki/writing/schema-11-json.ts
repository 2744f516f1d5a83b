import type { DeckEntry, NoteTypeDocument } from '../../../core/decks/deck-document.ts';
import { numberFrom, objectFrom, objectsFrom, textFrom } from './source-value.ts';

const LATEX_PRE =
  '\\documentclass[12pt]{article}\n\\special{papersize=3in,5in}\n\\usepackage[utf8]{inputenc}\n\\usepackage{amssymb,amsmath}\n\\pagestyle{empty}\n\\setlength{\\parindent}{0in}\n\\begin{document}\n';
const LATEX_POST = '\\end{document}';

/** A note type as the `models` column of schema 11 has it; what an import kept goes back in place. */
export function modelJson(noteType: NoteTypeDocument, id: string): Record<string, unknown> {
  const { source, name, kind, fields, templates, css = '' } = noteType;
  const fieldSources = objectsFrom(source, 'fields');
  const templateSources = objectsFrom(source, 'templates');
  return {
    did: null,
    tags: [],
    vers: [],
    mod: 0,
    usn: -1,
    sortf: numberFrom(source, 'sortField') ?? 0,
    latexPre: textFrom(source, 'latexPre') ?? LATEX_PRE,
    latexPost: textFrom(source, 'latexPost') ?? LATEX_POST,
    ...objectFrom(source, 'model'),
    id: Number(id),
    name,
    type: kind === 'cloze' ? 1 : 0,
    css,
    flds: fields.map((field, ord) => ({
      ...{ sticky: false, rtl: false, font: 'Arial', size: 20, media: [] },
      ...fieldSources[ord],
      name: field,
      ord,
    })),
    tmpls: templates.map(({ name: template, front, back }, ord) => ({
      ...{ bqfmt: '', bafmt: '', did: null, bfont: '', bsize: 0 },
      ...templateSources[ord],
      name: template,
      ord,
      qfmt: front,
      afmt: back,
    })),
  };
}

/** A deck as the `decks` column of schema 11 has it. */
export function deckJson(
  { path, description = '', source }: DeckEntry,
  id: string,
): Record<string, unknown> {
  return {
    ...{ conf: 1, dyn: 0, collapsed: false, mod: 0, usn: -1, extendNew: 0, extendRev: 0 },
    ...{ newToday: [0, 0], revToday: [0, 0], lrnToday: [0, 0], timeToday: [0, 0] },
    ...objectFrom(source, 'deck'),
    id: Number(id),
    name: path.map((part) => part.replaceAll('::', ':')).join('::'),
    desc: description,
  };
}

/** The options that decks of the original used, beside Anki's first. */
export function optionsJson(decks: DeckEntry[]): Record<string, unknown> {
  const options: Record<string, unknown> = { 1: DEFAULT_OPTIONS };
  for (const { source } of decks) {
    const kept = objectFrom(source, 'options');
    const id = numberFrom(kept, 'id');
    if (id !== undefined) options[id] = kept;
  }
  return options;
}

const DEFAULT_OPTIONS = {
  id: 1,
  name: 'Default',
  mod: 0,
  usn: 0,
  maxTaken: 60,
  autoplay: true,
  timer: 0,
  replayq: true,
  dyn: false,
  new: { bury: false, delays: [1, 10], initialFactor: 2500, ints: [1, 4, 0], order: 1, perDay: 20 },
  rev: { bury: false, ease4: 1.3, hardFactor: 1.2, ivlFct: 1, maxIvl: 36500, perDay: 200 },
  lapse: { delays: [10], leechAction: 1, leechFails: 8, minInt: 1, mult: 0 },
};
