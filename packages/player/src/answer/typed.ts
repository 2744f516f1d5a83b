/** How much of what was typed is right: `exact`, or right but for case, accents, spaces or stops. */
export type TypedVerdict = 'exact' | 'close' | 'wrong';

export function compareTyped(typed: string, accepted: readonly string[]): TypedVerdict {
  const answer = tidy(typed);
  if (accepted.some((text) => tidy(text) === answer)) return 'exact';
  const plain = forgiving(typed);
  return plain !== '' && accepted.some((text) => forgiving(text) === plain) ? 'close' : 'wrong';
}

/** The accepted answer that is nearest to what was typed. */
export function nearestAccepted(typed: string, accepted: readonly string[]): string {
  const distance = (text: string) =>
    diffTyped(typed, text).reduce(
      (sum, part) => sum + (part.kind === 'same' ? 0 : part.text.length),
      0,
    );
  return accepted.reduce(
    (best, text) => (distance(text) < distance(best) ? text : best),
    accepted[0] ?? '',
  );
}

/** `extra`: typed but not expected; `missing`: expected but not typed. */
export interface DiffPart {
  kind: 'same' | 'extra' | 'missing';
  text: string;
}

const LONGEST_DIFF = 400;

/** Turns `typed` into `expected` by whole characters (as readers count them). */
export function diffTyped(typed: string, expected: string): DiffPart[] {
  const a = characters(tidy(typed)).slice(0, LONGEST_DIFF);
  const b = characters(tidy(expected)).slice(0, LONGEST_DIFF);
  const common = commonLengths(a, b);
  const parts: DiffPart[] = [];
  const add = (kind: DiffPart['kind'], text: string): void => {
    const last = parts[parts.length - 1];
    if (last?.kind === kind) last.text += text;
    else parts.push({ kind, text });
  };
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const left = a[i];
    const right = b[j];
    if (left !== undefined && right !== undefined && folded(left) === folded(right)) {
      add('same', right);
      i++;
      j++;
    } else if (
      left !== undefined &&
      (right === undefined || at(common, i + 1, j) >= at(common, i, j + 1))
    ) {
      add('extra', left);
      i++;
    } else if (right !== undefined) {
      add('missing', right);
      j++;
    }
  }
  return parts;
}

/** common[i][j]: most characters that a from i and b from j share in order. */
function commonLengths(a: readonly string[], b: readonly string[]): number[][] {
  const common = Array.from({ length: a.length + 1 }, () =>
    new Array<number>(b.length + 1).fill(0),
  );
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const same = folded(a[i] ?? '') === folded(b[j] ?? '');
      const row = common[i];
      if (!row) continue;
      row[j] = same
        ? at(common, i + 1, j + 1) + 1
        : Math.max(at(common, i + 1, j), at(common, i, j + 1));
    }
  }
  return common;
}

function at(table: readonly number[][], i: number, j: number): number {
  return table[i]?.[j] ?? 0;
}

function characters(text: string): string[] {
  if (!('Segmenter' in Intl)) return Array.from(text);
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
}

function tidy(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim();
}

/** Accents, Arabic vowel signs and Hebrew points; in other scripts a mark makes another letter. */
const MARKS = /[\u0300-\u036f\u064b-\u065f\u0670\u0591-\u05c7]/gu;

/** Without case and accents. */
function folded(text: string): string {
  const plain = text.normalize('NFKD').replace(MARKS, '').normalize('NFC').toLowerCase();
  return plain.replace(MARKS, '') || text;
}

/** Stops and hyphens mean something beside digits, and where there is nothing else. */
function forgiving(text: string): string {
  const plain = folded(tidy(text)).replace(/\s/gu, '');
  return /\p{N}/u.test(plain) ? plain : plain.replace(/\p{P}/gu, '') || plain;
}
