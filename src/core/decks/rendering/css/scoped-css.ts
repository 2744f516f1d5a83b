import type { NoteTypeDocument } from '../../deck-document.ts';
import { noteTypeClass } from '../note-type.ts';
import { type CssRule, parseCss } from './css-rules.ts';
import { scopeSelector } from './scoped-selector.ts';

const LONGEST = 200_000;
const PROPERTY = /^(?:--)?-?[a-z][a-z0-9-]{0,60}$/;
/** Anything that loads, runs, or escapes from the card; escapes, because they could spell any of it. */
const FORBIDDEN_VALUE =
  /[<\\{}@]|url\s*\(|src\s*\(|image-set|image\s*\(|cross-fade|element\s*\(|expression|javascript:|vbscript:|-moz-binding/i;
const QUOTED = /^(?:"[^"<\n]*"|'[^'<\n]*')$/;
const FORBIDDEN_PROPERTY = /^(?:behavior|-moz-binding|z-index|cursor|animation.*|src)$/;
const STOCK_COLOUR = /^(?:black|white|#000(?:000)?|#fff(?:fff)?)$/;

/**
 * Styles of a note type, holding only inside `scope` (a class selector), safe to stand in a
 * `<style>` element: nothing is loaded, and the card's own element keeps its place.
 */
export function scopeCss(css: string, scope: string): string {
  return css.length > LONGEST ? '' : write(parseCss(css), scope);
}

/** A note type's styles under the class that `renderAtom` gives its cards; also those in `<style>`. */
export function noteTypeCss(noteType: NoteTypeDocument): string {
  const embedded = noteType.templates.flatMap(({ front, back }) =>
    [front, back].flatMap(styleElements),
  );
  const css = [noteType.css ?? '', ...new Set(embedded)].join('\n');
  return scopeCss(css, `.${noteTypeClass(noteType)}`);
}

function write(rules: CssRule[], scope: string): string {
  return rules
    .map((rule) => {
      if (rule.type === 'group') return writeGroup(rule, scope);
      const selectors = rule.selectors.flatMap((selector) => scopeSelector(selector, scope) ?? []);
      const own = selectors.filter((selector) => selector.split(' ').at(-1)?.startsWith(scope));
      const declarations = rule.declarations.flatMap(
        (declaration) => safeDeclaration(declaration, own.length > 0 ? 'card' : 'content') ?? [],
      );
      if (selectors.length === 0 || declarations.length === 0) return '';
      return `${selectors.join(',')}{${declarations.join(';')}}`;
    })
    .filter((text) => text !== '')
    .join('\n');
}

function writeGroup(rule: Extract<CssRule, { type: 'group' }>, scope: string): string {
  if (!/^@(?:media|supports)[\w\s():,.%/>=-]{0,300}$/i.test(rule.prelude)) return '';
  const inner = write(rule.rules, scope);
  return inner === '' ? '' : `${rule.prelude}{${inner}}`;
}

function safeDeclaration(declaration: string, on: 'card' | 'content'): string | undefined {
  const colon = declaration.indexOf(':');
  if (colon < 0) return undefined;
  const property = declaration.slice(0, colon).trim().toLowerCase();
  const value = declaration.slice(colon + 1).trim();
  if (!PROPERTY.test(property) || FORBIDDEN_PROPERTY.test(property) || value.length > 1000)
    return undefined;
  const quoted = property === 'content' && QUOTED.test(value);
  if (!quoted && (FORBIDDEN_VALUE.test(value) || !hasPairs(value))) return undefined;
  if (property === 'position' && !/^(?:static|relative|absolute)\b/i.test(value)) return undefined;
  if (on === 'card' && leavesCard(property, value)) return undefined;
  return `${property}:${value}`;
}

/**
 * The card's own element keeps its place in the player. Anki's stock `color: black; background-color:
 * white` is nobody's choice: without it, cards follow the player's light and dark colours.
 */
function leavesCard(property: string, value: string): boolean {
  if (
    /^(?:position|display|visibility|overflow.*|inset.*|top|left|right|bottom|transform)$/.test(
      property,
    )
  ) {
    return true;
  }
  return (
    /^(?:color|background(?:-color)?)$/.test(property) && STOCK_COLOUR.test(value.toLowerCase())
  );
}

/** Whether quotes and brackets are paired; an open one would swallow the rules that follow. */
function hasPairs(value: string): boolean {
  const open: string[] = [];
  const bare = value.replace(/"[^"\n]*"|'[^'\n]*'/g, '');
  if (/["'\n]/.test(bare.replace(/\s+/g, ' '))) return false;
  for (const char of bare) {
    if (char === '(' || char === '[') open.push(char);
    else if (char === ')' && open.pop() !== '(') return false;
    else if (char === ']' && open.pop() !== '[') return false;
  }
  return open.length === 0;
}

function styleElements(html: string): string[] {
  const found: string[] = [];
  const lower = html.toLowerCase();
  for (let at = lower.indexOf('<style'); at >= 0; at = lower.indexOf('<style', at + 1)) {
    const start = lower.indexOf('>', at);
    const end = lower.indexOf('</style', start);
    if (start < 0 || end < 0) break;
    found.push(html.slice(start + 1, end));
    at = end;
  }
  return found;
}
