import sanitizeHtml from 'sanitize-html';
import { isTooDeep, withoutTags } from './nesting.ts';
import { isPlainMarkup } from './plain-markup.ts';

const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};
const BREAKING = /<(?=\/?(?:br|hr|div|p|li|ul|ol|tr|td|th|table|h[1-6]|blockquote|rt)\b)/gi;
const NON_TEXT = ['script', 'style', 'textarea', 'option', 'noscript', 'svg', 'title', 'iframe'];

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Numeric references and the few names that sanitised HTML still holds. */
export function decodeEntities(html: string): string {
  if (!html.includes('&')) return html;
  return html.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,4}));/gi,
    (whole, hex, dec, name) => {
      if (name) return ENTITIES[name.toLowerCase()] ?? whole;
      const code = hex ? Number.parseInt(hex, 16) : Number(dec);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
    },
  );
}

/** Text of HTML on one line: tags out, entities decoded, white space collapsed. */
export function htmlToText(html: string): string {
  return htmlToSpacedText(html).replace(/\s+/g, ' ').trim();
}

function htmlToSpacedText(html: string): string {
  if (!html.includes('<') && !html.includes('&')) return html;
  const spaced = html.replace(BREAKING, ' <');
  if (isPlainMarkup(html) || isTooDeep(html)) return decodeEntities(withoutTags(spaced));
  const stripped = sanitizeHtml(spaced, {
    allowedTags: [],
    allowedAttributes: {},
    nonTextTags: NON_TEXT,
  });
  return decodeEntities(stripped);
}
