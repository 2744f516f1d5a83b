import { createHash } from 'node:crypto';
import type { NoteTypeDocument } from '../deck-document.ts';
import { noteTypeCss } from '../rendering/css/scoped-css.ts';

/** A note type's styles, scoped to its cards, under their hash; none where it has none. */
export function noteStyle(document: NoteTypeDocument): { hash: string; css: string } | undefined {
  const css = noteTypeCss(document);
  if (css === '') return undefined;
  return { hash: createHash('sha256').update(css).digest('hex'), css };
}
