import { Type } from 'typebox';
import { Id, OneOf } from '../../../platform/http/shapes.ts';

export const SearchHit = Type.Object({
  kind: OneOf(['deck', 'atom'] as const),
  id: Id,
  deckId: Id,
  deckPath: Type.String(),
  title: Type.String(),
  titleHtml: Type.String({ description: 'HTML: text with what was found in <mark>' }),
  snippetHtml: Type.String({ description: 'HTML: the best passages, what was found in <mark>' }),
  score: Type.Integer({ description: 'relative to other hits of the same search' }),
});
