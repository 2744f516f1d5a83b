import { xmlCharacters } from './characters.ts';

const token =
  /<!--[\s\S]*?-->|<(?<close>\/)?(?<name>[a-z][a-z0-9-]*)(?<rest>(?:\s+[^\s=<>"'/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>`]+))?)*)\s*\/?>|<|[^<]+/gi;
const attribute = /([^\s=<>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>`]+)))?/g;
const voids = new Set(['br', 'col', 'hr', 'img', 'input', 'source', 'track', 'wbr']);
/** What HTML knows by itself (13.2.6.5). */
const namespaces: Readonly<Record<string, string>> = {
  math: ' xmlns="http://www.w3.org/1998/Math/MathML"',
  svg: ' xmlns="http://www.w3.org/2000/svg"',
};
/** A new one of these ends the one before it (HTML 13.1.2.4). */
const siblings = new Set(['p', 'li', 'dt', 'dd', 'tr', 'td', 'th', 'option']);

/**
 * HTML as XML that says the same: every element closed, attributes quoted, text escaped. `prefix`
 * goes before relative references.
 */
export function xhtml(html: string, prefix = ''): string {
  const open: string[] = [];
  let written = '';
  const closeTo = (depth: number): void => {
    while (open.length > depth) written += `</${open.pop()}>`;
  };
  for (const { 0: text, groups } of xmlCharacters(html).matchAll(token)) {
    const name = groups?.name?.toLowerCase();
    if (text.startsWith('<!--')) continue;
    if (!name) {
      written += escaped(text);
      continue;
    }
    if (groups?.close) {
      const depth = open.lastIndexOf(name);
      if (depth >= 0) closeTo(depth);
      continue;
    }
    if (siblings.has(name) && open.at(-1) === name) closeTo(open.length - 1);
    const isVoid = voids.has(name);
    const rest = attributes(groups?.rest ?? '', prefix);
    const namespace = rest.includes(' xmlns=') ? '' : (namespaces[name] ?? '');
    written += `<${name}${namespace}${rest}${isVoid ? '/>' : '>'}`;
    if (!isVoid) open.push(name);
  }
  closeTo(0);
  return written;
}

function attributes(text: string, prefix: string): string {
  const names = new Set<string>();
  let written = '';
  for (const [, given = '', double, single, bare] of text.matchAll(attribute)) {
    const name = given.toLowerCase();
    if (names.has(name) || !/^[a-z_][\w.-]*$/.test(name)) continue;
    names.add(name);
    const value = double ?? single ?? bare ?? name;
    const isReference = /^(src|href|poster|data)$/.test(name) && value.startsWith('media/');
    written += ` ${name}="${escaped(isReference ? prefix + value : value)}"`;
  }
  return written;
}

const xmlEntity = /^&(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);/i;

/** Entities of XML stay; `&nbsp;`, which HTML has beside them, becomes its character. */
function escaped(text: string): string {
  return text
    .replace(/&nbsp;/g, '\u00a0')
    .replace(/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/gi, '&amp;')
    .replace(/&[^;]{1,10};/g, (entity) => (xmlEntity.test(entity) ? validEntity(entity) : entity))
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}

/** XML 1.0 4.1: a reference to a character that XML does not allow is an error. */
function validEntity(entity: string): string {
  const [, hex, decimal] = /^&#(?:x([\da-f]+)|(\d+));$/i.exec(entity) ?? [];
  if (hex === undefined && decimal === undefined) return entity;
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  const character = code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  return xmlCharacters(character) === '' ? '' : entity;
}
