import katex from 'katex';
import 'katex/contrib/mhchem';

/** Colour that KaTeX gives to what it refused or did not know; nobody writes it by chance. */
const REFUSED = '#c0ffe1';
const LONGEST = 10_000;
const REMEMBERED = 2000;
const remembered = new Map<string, string | undefined>();

/** MathML of a formula in TeX; undefined when it cannot be set. */
export function formulaToMathml(tex: string, display: 'inline' | 'block'): string | undefined {
  const key = `${display} ${tex}`;
  if (remembered.has(key)) return remembered.get(key);
  const mathml = tex.length > LONGEST ? undefined : typeset(tex, display === 'block');
  if (remembered.size >= REMEMBERED) remembered.clear();
  remembered.set(key, mathml);
  return mathml;
}

function typeset(tex: string, displayMode: boolean): string | undefined {
  const html = katex.renderToString(tex, {
    displayMode,
    output: 'mathml',
    throwOnError: false,
    errorColor: REFUSED,
    strict: 'ignore',
    trust: false,
    maxExpand: 1000,
    maxSize: 20,
    macros: {},
  });
  return html.includes(REFUSED) ? undefined : html;
}
