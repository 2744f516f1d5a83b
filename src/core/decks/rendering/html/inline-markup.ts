import type { RenderContext } from '../rendered-atom.ts';
import { formulaToMathml } from './formula.ts';
import { resolveMedia } from './media-reference.ts';
import { decodeEntities, escapeHtml, htmlToText } from './text.ts';

/** A tag, or where one of the marks below begins. Tags are passed over whole, with their attributes. */
const MARK = /<(\/?)([a-z][a-z0-9]*)[^>]*>|\[sound:|\[anki:|\\\(|\\\[|\[latex\]|\[\$\$?\]/gi;
const ANY_MARK = /\[sound:|\[anki:|\\[([]|\[latex\]|\[\$/i;
const VERBATIM = new Set(['code', 'pre', 'kbd', 'samp']);
const VIDEO = /\.(?:avi|m4v|mkv|mov|mp4|mpe?g|ogv|webm)$/i;
const MOST_FORMULAS = 500;
const LONGEST = 20_000;

const CLOSERS: Record<string, string> = {
  '[sound:': ']',
  '[anki:': ']',
  '\\(': '\\)',
  '\\[': '\\]',
  '[latex]': '[/latex]',
  '[$]': '[/$]',
  '[$$]': '[/$$]',
};

/**
 * Turns Anki's marks in sanitised HTML into elements: `[sound:x]` into a player, LaTeX and MathJax
 * into MathML. Marks in attributes and in code stay.
 */
export function expandMarks(html: string, context: RenderContext): string {
  if (!ANY_MARK.test(html)) return html;
  const closings = new Map<string, number>();
  let out = '';
  let done = 0;
  let verbatim = 0;
  let formulas = 0;
  MARK.lastIndex = 0;
  for (let match = MARK.exec(html); match; match = MARK.exec(html)) {
    const [mark, slash, tag] = match;
    if (tag !== undefined) {
      if (VERBATIM.has(tag.toLowerCase())) verbatim = Math.max(0, verbatim + (slash ? -1 : 1));
      continue;
    }
    const opener = mark.toLowerCase();
    const closer = CLOSERS[opener] ?? ']';
    if (verbatim > 0) continue;
    const start = match.index + mark.length;
    const end = nextClosing(html, closer, start, closings);
    if (end - start > LONGEST) continue;
    if (!opener.startsWith('[sound') && !opener.startsWith('[anki') && ++formulas > MOST_FORMULAS) {
      context.problems.add(`only the first ${MOST_FORMULAS} formulas of a card are set`);
      break;
    }
    const element = expand(opener, html.slice(start, end), context);
    if (element === undefined) continue;
    out += html.slice(done, match.index) + element;
    done = end + closer.length;
    MARK.lastIndex = done;
  }
  return out + html.slice(done);
}

/** Where a mark ends, searched for once only: a megabyte of openers must not take a search each. */
function nextClosing(
  html: string,
  closer: string,
  from: number,
  known: Map<string, number>,
): number {
  const last = known.get(closer) ?? -1;
  if (last >= from) return last;
  const found = html.indexOf(closer, from);
  const end = found < 0 ? Number.POSITIVE_INFINITY : found;
  known.set(closer, end);
  return end;
}

function expand(opener: string, inner: string, context: RenderContext): string | undefined {
  if (opener === '[sound:') return soundPlayer(inner, context);
  // `[anki:tts ...]`, `[anki:play:...]`: the desktop program's own player.
  if (opener === '[anki:') return '';
  if (!isBalanced(inner)) return undefined;
  const tex = texOf(inner);
  if (tex === '') return undefined;
  if (opener === '[latex]') return latex(tex, context);
  return formula(tex, opener === '\\[' || opener === '[$$]' ? 'block' : 'inline', context);
}

function soundPlayer(written: string, context: RenderContext): string | undefined {
  if (written.includes('<')) return undefined;
  const name = decodeEntities(written);
  const source = resolveMedia(name, context);
  if (source === undefined)
    return `<span class="missing-media">[${escapeHtml(name.slice(0, 100))}]</span>`;
  const tag = VIDEO.test(name.trim()) ? 'video' : 'audio';
  return `<${tag} controls preload="none" src="${escapeHtml(source)}"></${tag}>`;
}

/** Clozes and line breaks stand inside formulas as tags; a formula keeps only their text. */
function texOf(html: string): string {
  const lines = html.replace(/<(?:br|\/div|\/p)\b[^>]*>/gi, '\n').replace(/<[^>]*>/g, '');
  return decodeEntities(lines).replaceAll('\u00a0', ' ').trim();
}

/** `[latex]` holds a piece of a LaTeX document: text with `$...$`, or a formula by itself. */
function latex(source: string, context: RenderContext): string {
  const parts = source.split(/(\$\$[^$]+\$\$|\$[^$]+\$)/);
  if (parts.length === 1) return formula(source, 'block', context);
  return parts
    .map((part) => {
      if (part.startsWith('$$')) return formula(part.slice(2, -2), 'block', context);
      return part.startsWith('$')
        ? formula(part.slice(1, -1), 'inline', context)
        : escapeHtml(part);
    })
    .join('');
}

function formula(tex: string, display: 'inline' | 'block', { problems }: RenderContext): string {
  const mathml = formulaToMathml(tex, display);
  if (mathml !== undefined) return mathml;
  problems.add(`formula cannot be set: ${htmlToText(escapeHtml(tex)).slice(0, 120)}`);
  return `<code class="formula">${escapeHtml(tex)}</code>`;
}

/** Whether the tags within close within, so that the piece can be cut out. */
function isBalanced(html: string): boolean {
  const open: string[] = [];
  for (const [, slash, name = '', empty] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*?(\/?)>/gi)) {
    if (empty || /^(?:br|hr|img|wbr)$/i.test(name)) continue;
    if (!slash) open.push(name);
    else if (open.pop() !== name) return false;
  }
  return open.length === 0;
}
