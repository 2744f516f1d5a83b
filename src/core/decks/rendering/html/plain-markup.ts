const TAG =
  /<(?:br ?\/?|hr ?\/?|(\/?)(b|i|u|s|em|strong|small|sub|sup|code|div|p|ul|ol|li|ruby|rb|rt|rp|blockquote|span)|(span) class="cloze(?:-inactive)?" data-ordinal="[\d,]+")>/y;
const DEEPEST = 50;

/**
 * Whether HTML is harmless as it stands: text, and a few tags without attributes, properly nested.
 * Most fields are, and need not pass the sanitiser.
 */
export function isPlainMarkup(html: string): boolean {
  const open: string[] = [];
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) {
    TAG.lastIndex = at;
    const tag = TAG.exec(html);
    if (!tag) return false;
    const [, slash, name, cloze] = tag;
    if (slash) {
      if (open.pop() !== name) return false;
    } else if (name ?? cloze) {
      if (open.push(name ?? cloze ?? '') > DEEPEST) return false;
    }
  }
  return open.length === 0;
}
