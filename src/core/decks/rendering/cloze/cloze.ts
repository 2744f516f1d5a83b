/** One `{{c1::text::hint}}`; it may hold others, and belong to several numbers (`{{c1,2::...}}`). */
export interface Cloze {
  ordinals: number[];
  hint?: string;
  pieces: ClozePiece[];
}
export type ClozePiece = string | Cloze;

export interface ClozeView {
  /** Number of the cloze that is asked. */
  ordinal: number;
  side: 'front' | 'back';
}

/** Anki's own limits. */
const DEEPEST = 10;
const HIGHEST_ORDINAL = 500;

interface OpenCloze extends Cloze {
  opener: string;
}

/** Reads clozes in one pass; whatever does not close stays text. */
export function parseClozes(text: string): ClozePiece[] {
  const token = /\{\{c(\d[\d,]{0,200})::|\}\}/g;
  const root: ClozePiece[] = [];
  const open: OpenCloze[] = [];
  let ignored = 0;
  let at = 0;
  for (const match of text.matchAll(token)) {
    addText(text.slice(at, match.index), open.at(-1), root);
    at = match.index + match[0].length;
    if (match[1] !== undefined) {
      if (open.length < DEEPEST) {
        open.push({ opener: match[0], ordinals: ordinalsOf(match[1]), pieces: [] });
      } else {
        ignored++;
        (open.at(-1)?.pieces ?? root).push(match[0]);
      }
    } else if (ignored > 0) {
      ignored--;
      (open.at(-1)?.pieces ?? root).push(match[0]);
    } else {
      const { opener: _, ...closed } = open.pop() ?? { opener: '' };
      const target = open.at(-1)?.pieces ?? root;
      target.push('pieces' in closed ? closed : match[0]);
    }
  }
  addText(text.slice(at), open.at(-1), root);
  for (const { opener, hint, pieces } of open) {
    root.push(opener);
    for (const piece of pieces) root.push(piece);
    if (hint !== undefined) root.push(`::${hint}`);
  }
  return root;
}

function addText(text: string, cloze: Cloze | undefined, root: ClozePiece[]): void {
  if (text === '') return;
  if (!cloze) {
    root.push(text);
    return;
  }
  const hintAt = text.indexOf('::');
  if (hintAt >= 0) cloze.hint = text.slice(hintAt + 2);
  const shown = hintAt >= 0 ? text.slice(0, hintAt) : text;
  if (shown !== '') cloze.pieces.push(shown);
}

function ordinalsOf(digits: string): number[] {
  return digits
    .split(',')
    .map(Number)
    .filter((n) => n > 0 && n <= HIGHEST_ORDINAL);
}

/** The numbers that make cards, smallest first. */
export function clozeOrdinals(pieces: ClozePiece[]): number[] {
  const found = new Set<number>();
  for (const cloze of allClozes(pieces)) for (const n of cloze.ordinals) found.add(n);
  return [...found].sort((a, b) => a - b);
}

export function* allClozes(pieces: ClozePiece[]): Generator<Cloze> {
  for (const piece of pieces) {
    if (typeof piece === 'string') continue;
    yield piece;
    yield* allClozes(piece.pieces);
  }
}

/** The text as one card shows it; empty where the text does not hold the card's number, as in Anki. */
export function renderClozes(pieces: ClozePiece[], view: ClozeView): string {
  for (const cloze of allClozes(pieces)) {
    if (cloze.ordinals.includes(view.ordinal)) return renderPieces(pieces, view);
  }
  return '';
}

function renderPieces(pieces: ClozePiece[], view: ClozeView): string {
  return pieces.map((piece) => renderPiece(piece, view)).join('');
}

function renderPiece(piece: ClozePiece, view: ClozeView): string {
  if (typeof piece === 'string') return piece;
  if (isOcclusion(piece)) return '';
  const asked = piece.ordinals.includes(view.ordinal);
  const shown =
    asked && view.side === 'front' ? `[${piece.hint || '...'}]` : renderPieces(piece.pieces, view);
  const name = asked ? 'cloze' : 'cloze-inactive';
  return `<span class="${name}" data-ordinal="${piece.ordinals.join(',') || '0'}">${shown}</span>`;
}

/** Only what is asked: its hint on the front, its text on the back (`{{cloze-only:F}}`). */
export function clozesOnly(pieces: ClozePiece[], view: ClozeView): string {
  return askedClozes(pieces, view.ordinal)
    .map((cloze) => (view.side === 'front' ? cloze.hint || '...' : clozeText(cloze.pieces)))
    .join(', ');
}

/** The text with every cloze filled in. */
export function clozeText(pieces: ClozePiece[]): string {
  return pieces
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      return isOcclusion(piece) ? '' : clozeText(piece.pieces);
    })
    .join('');
}

function askedClozes(pieces: ClozePiece[], ordinal: number): Cloze[] {
  return [...allClozes(pieces)].filter((cloze) => cloze.ordinals.includes(ordinal));
}

export function isOcclusion(cloze: Cloze): boolean {
  const [first] = cloze.pieces;
  return typeof first === 'string' && first.startsWith('image-occlusion:');
}
