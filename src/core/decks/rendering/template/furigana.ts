type Reading = 'furigana' | 'kanji' | 'kana';

/**
 * Anki's Japanese notation: ` 日本語[にほんご]`, the reading in brackets after the word that it
 * belongs to; a word begins at a space or a tag.
 */
export function renderReadings(html: string, as: Reading): string {
  let out = '';
  let at = 0;
  for (let open = html.indexOf('[', at); open >= 0; open = html.indexOf('[', open + 1)) {
    if (html.startsWith('[sound:', open)) continue;
    const close = html.indexOf(']', open);
    if (close < 0) break;
    const start = wordStart(html, at, open);
    const word = html.slice(start, open);
    const reading = html.slice(open + 1, close);
    if (word === '' || reading === '') continue;
    const before = html.slice(at, start);
    out += before.endsWith(' ') ? before.slice(0, -1) : before;
    out += show(word, reading, as);
    at = close + 1;
    open = close;
  }
  return out + html.slice(at);
}

function wordStart(html: string, from: number, to: number): number {
  let start = to;
  while (start > from && html[start - 1] !== ' ' && html[start - 1] !== '>') start--;
  return start;
}

function show(word: string, reading: string, as: Reading): string {
  if (as === 'kanji') return word;
  return as === 'kana' ? reading : `<ruby>${word}<rt>${reading}</rt></ruby>`;
}
