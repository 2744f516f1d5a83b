import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../platform/storable-json.ts';
import type { NoteTypeDocument } from '../deck-document.ts';

/** Hash of all that shows on a note's cards, whatever the note type is called where it comes from. */
export function noteTypeHash({ source: _, key: __, ...shown }: NoteTypeDocument): string {
  return createHash('sha256').update(canonicalJson(shown)).digest('hex');
}
