import type { AtomBody } from '../deck-document.ts';
import type { RenderedAtom } from '../rendering/rendered-atom.ts';
import type { AtomKind } from './atom-write.ts';

/** What an atom is; a note is what its templates make of it. */
export function atomKind(body: AtomBody, { prompts }: Pick<RenderedAtom, 'prompts'>): AtomKind {
  if (body.type !== 'note') return body.type;
  switch (prompts[0]?.item.kind) {
    case 'cloze':
      return 'cloze';
    case 'typed':
      return 'typed_answer';
    case 'choice':
      return 'choice';
    case 'info':
      return 'text';
    default:
      return 'flashcard';
  }
}
