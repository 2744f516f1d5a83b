import { createHash } from 'node:crypto';
import { canonicalJson } from '../../storable-json.ts';
import type { NoteTypeDocument } from '../deck-document.ts';

/** Hash of all that shows on a note's cards; what the source kept beside does not count. */
export function noteTypeHash({ source: _, ...shown }: NoteTypeDocument): string {
  return createHash('sha256').update(canonicalJson(shown)).digest('hex');
}
