import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from 'saxes';
import { ImportRefusedError } from '../platform/files/import-refused-error.ts';
import { ATTRIBUTES, ELEMENTS } from './svg-allowed.ts';

const SVG = 'http://www.w3.org/2000/svg';
const XLINK = 'http://www.w3.org/1999/xlink';
const XML = 'http://www.w3.org/XML/1998/namespace';
const MAX_DEPTH = 200;

/** References may stay inside the picture; pictures inside it may be embedded, but not SVG again. */
const FRAGMENT = /^#[^\s"'<>]*$/;
const EMBEDDED_IMAGE = /^data:image\/(png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/=\s]*$/;

/**
 * Writes an SVG anew with only what draws: no script, event handlers, foreign content, animation,
 * links or references to outside. A document type is left out, so no entity is ever expanded.
 * @throws {ImportRefusedError} `invalid_svg` when it is not well-formed or its root is not svg.
 */
export function sanitizeSvg(text: string): string {
  const parser = new SaxesParser({ xmlns: true });
  const out: string[] = [];
  let depth = 0;
  /** Depth of the element that is being left out with all that it holds; 0 when none is. */
  let skipped = 0;
  let style: string | undefined;

  parser.on('error', (error) => {
    throw invalid(error.message);
  });
  parser.on('opentag', (tag) => {
    depth += 1;
    if (depth > MAX_DEPTH) throw invalid(`it is nested more than ${MAX_DEPTH} deep`);
    if (depth === 1 && !(tag.uri === SVG && tag.local === 'svg'))
      throw invalid('it has no svg root');
    if (skipped > 0) return;
    if (tag.uri !== SVG || !ELEMENTS.has(tag.local)) {
      skipped = depth;
      return;
    }
    if (tag.local === 'style') style = '';
    out.push(startTag(tag, depth === 1));
  });
  const addText = (content: string) => {
    if (skipped > 0 || depth === 0) return;
    if (style === undefined) out.push(escapeXml(content));
    else style += content;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', (tag) => {
    if (skipped === 0) {
      if (tag.local === 'style' && style !== undefined) {
        if (isHarmlessCss(style)) out.push(escapeXml(style));
        style = undefined;
      }
      out.push(`</${tag.local}>`);
    }
    if (skipped === depth) skipped = 0;
    depth -= 1;
  });
  parser.write(text).close();
  return out.join('');
}

function startTag(tag: SaxesTagNS, root: boolean): string {
  const attributes = Object.values(tag.attributes)
    .filter((attribute) => isAllowed(attribute, tag.local))
    .map(({ prefix, local, uri, value }) => {
      const name = uri === '' ? local : `${uri === XLINK ? 'xlink' : prefix}:${local}`;
      return ` ${name}="${escapeXml(value)}"`;
    });
  const namespaces = root ? ` xmlns="${SVG}" xmlns:xlink="${XLINK}"` : '';
  return `<${tag.local}${namespaces}${attributes.join('')}>`;
}

function isAllowed({ uri, local, value }: SaxesAttributeNS, element: string): boolean {
  if (local === 'href' && (uri === '' || uri === XLINK)) {
    return FRAGMENT.test(value) || (element === 'image' && EMBEDDED_IMAGE.test(value));
  }
  if (uri === XML) return local === 'space' || local === 'lang';
  return uri === '' && ATTRIBUTES.has(local) && isHarmlessCss(value);
}

/** Attributes such as `fill` hold CSS too. A backslash could hide any word from these checks. */
function isHarmlessCss(css: string): boolean {
  if (/[\\@]|expression|javascript:|-moz-binding|behavior/i.test(css)) return false;
  const urls = css.match(/url\s*\(|image(-set)?\s*\(|src\s*\(/gi) ?? [];
  const local = css.match(/url\(\s*(["']?)#[^"')\s]*\1\s*\)/gi) ?? [];
  return urls.length === local.length;
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function invalid(detail: string): ImportRefusedError {
  return new ImportRefusedError('invalid_svg', `The SVG picture cannot be read: ${detail}.`);
}
