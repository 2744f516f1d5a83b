import { escapeHtml } from '../http/answer.ts';

/** Markup that is safe to send: made by `markup`, which escapes everything put into it. */
export interface Markup {
  readonly text: string;
}

type Part = string | number | false | undefined | Markup | readonly Markup[];

function render(part: Part): string {
  if (part === undefined || part === false) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  if ('text' in part) return part.text;
  return part.map(({ text }) => text).join('');
}

export function markup(literals: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const rendered = parts.map((part, i) => render(part) + (literals[i + 1] ?? ''));
  return { text: (literals[0] ?? '') + rendered.join('') };
}
