export type CssRule =
  | { type: 'style'; selectors: string[]; declarations: string[] }
  | { type: 'group'; prelude: string; rules: CssRule[] };

const DEEPEST = 5;

/**
 * A forgiving reader of style sheets: style rules, and those in `@media` and `@supports`. Other
 * at-rules (`@import`, `@font-face`, `@keyframes`...) are passed over with their blocks.
 */
export function parseCss(css: string): CssRule[] {
  return parseRules(withoutComments(css), 0);
}

function withoutComments(css: string): string {
  let out = '';
  let at = 0;
  for (let start = css.indexOf('/*'); start >= 0; start = css.indexOf('/*', at)) {
    out += `${css.slice(at, start)} `;
    const end = css.indexOf('*/', start + 2);
    if (end < 0) return out;
    at = end + 2;
  }
  return out + css.slice(at);
}

function parseRules(css: string, depth: number): CssRule[] {
  const rules: CssRule[] = [];
  let at = 0;
  while (at < css.length) {
    const stop = scan(css, at, '{;}');
    const prelude = css.slice(at, stop).trim();
    if (css[stop] !== '{') {
      at = stop + 1;
      continue;
    }
    const end = blockEnd(css, stop + 1);
    const block = css.slice(stop + 1, end);
    at = end + 1;
    if (/^@(?:media|supports)\b/i.test(prelude)) {
      if (depth < DEEPEST)
        rules.push({ type: 'group', prelude, rules: parseRules(block, depth + 1) });
    } else if (prelude !== '' && !prelude.startsWith('@')) {
      rules.push({
        type: 'style',
        selectors: splitTop(prelude, ','),
        declarations: splitTop(block, ';'),
      });
    }
  }
  return rules;
}

function blockEnd(css: string, from: number): number {
  let depth = 1;
  let at = from;
  while (at < css.length) {
    at = scan(css, at, '{}');
    depth += css[at] === '{' ? 1 : -1;
    if (depth === 0) return at;
    at++;
  }
  return css.length;
}

/** Splits at a separator that stands outside strings, parentheses and brackets. */
function splitTop(text: string, separator: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '"' || char === "'") at = stringEnd(text, at);
    else if (char === '(' || char === '[') depth++;
    else if (char === ')' || char === ']') depth = Math.max(0, depth - 1);
    else if (char === separator && depth === 0) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  parts.push(text.slice(start).trim());
  return parts.filter((part) => part !== '');
}

function scan(css: string, from: number, stops: string): number {
  for (let at = from; at < css.length; at++) {
    const char = css.charAt(at);
    if (char === '"' || char === "'") at = stringEnd(css, at);
    else if (stops.includes(char)) return at;
  }
  return css.length;
}

/** A string ends at its quote, or, as CSS has it for one never closed, at the line's end. */
function stringEnd(text: string, from: number): number {
  const quote = text.charAt(from);
  for (let at = from + 1; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\\') at++;
    else if (char === quote || char === '\n') return at;
  }
  return text.length;
}
