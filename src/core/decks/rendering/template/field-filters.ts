import { type ClozePiece, type ClozeView, clozesOnly, renderClozes } from '../cloze/cloze.ts';
import { escapeHtml, htmlToText } from '../html/text.ts';
import { renderReadings } from './furigana.ts';
import type { FieldNode } from './template.ts';

export interface FilterView extends ClozeView {
  parse(text: string): ClozePiece[];
}

/** Applies a field's filters, nearest to the field first. Filters of add-ons leave it as it is. */
export function applyFilters(html: string, filters: string[], view: FilterView): string {
  return filters.reduce((value, filter) => applyFilter(value, filter, view), html);
}

function applyFilter(html: string, filter: string, view: FilterView): string {
  switch (filter) {
    case 'text':
      return escapeHtml(htmlToText(html));
    case 'furigana':
    case 'kanji':
    case 'kana':
      return renderReadings(html, filter);
    case 'cloze':
      return renderClozes(view.parse(html), view);
    case 'cloze-only':
      return clozesOnly(view.parse(html), view);
    default:
      return html;
  }
}

/** `hint:` and `tts` put an element round the finished, safe value. */
export function wrapValue(html: string, { name, filters }: FieldNode): string {
  if (html.trim() === '') return html;
  return filters.reduce((value, filter) => {
    if (filter === 'hint') {
      return `<details class="hint"><summary>${escapeHtml(name)}</summary>${value}</details>`;
    }
    const [first, locale] = filter.split(' ', 2);
    if (first !== 'tts') return value;
    const language = /^[a-z]{2,3}([_-][A-Za-z]{2,4})?$/.test(locale ?? '') ? locale : undefined;
    const lang = language ? ` lang="${language.replace('_', '-')}"` : '';
    return `<span class="tts"${lang}>${value}</span>`;
  }, html);
}

/** What the learner must type for `{{type:F}}`: the field's text, or what its cloze hides. */
export function expectedAnswer(html: string, { filters }: FieldNode, view: FilterView): string {
  const isCloze = filters.includes('cloze');
  return htmlToText(isCloze ? clozesOnly(view.parse(html), { ...view, side: 'back' }) : html);
}
