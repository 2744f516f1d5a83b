/** Markup that is safe to send: made by `html`, which escapes everything put into it. */
export interface Html {
  readonly markup: string;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (c) => entities[c] ?? c);
}

type Part = string | number | null | undefined | false | Html | readonly Html[];

function render(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  if ('markup' in part) return part.markup;
  return part.map((item) => item.markup).join('');
}

/** Template tag for HTML; parts are escaped unless they are `Html` themselves. */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const rendered = parts.map((part, i) => render(part) + (literals[i + 1] ?? ''));
  return { markup: (literals[0] ?? '') + rendered.join('') };
}
