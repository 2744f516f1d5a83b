import { cleanText } from '../clean-text.ts';

/** A cell as HTML: text is escaped and keeps its line breaks; HTML is sanitised when stored. */
export function cellHtml(cell: string, isHtml: boolean): string {
  const text = cleanText(cell).trim();
  if (isHtml) return text;
  return escapeHtml(text).replace(/\r\n?|\n/g, '<br>');
}

export function escapeHtml(text: string): string {
  return /[&<>"]/.test(text) ? text.replace(/[&<>"]/g, (found) => ENTITIES[found] ?? '') : text;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
