import type { NoteTypeDocument } from '../../core/decks/deck-document.ts';
import { escapeHtml } from './cell-html.ts';
import type { Column } from './column.ts';
import type { ColumnPlan } from './column-plan.ts';
import { stableKey } from './deck-path.ts';
import { isContent } from './field-names.ts';

const CSS = `.hint { margin-top: 1em; font-size: 0.8em; }
dl { margin: 1.5em 0 0; font-size: 0.8em; text-align: start; }
dt { font-weight: bold; }
dd { margin: 0 0 0.5em; }
`;

/** Front, back, then the other columns with content, in their order. */
export function contentColumns({ columns, front, back }: ColumnPlan): Column[] {
  const others = columns.filter((column) => column.role === 'field' || column.role === 'hint');
  return [front, ...(back ? [back] : []), ...others].filter(isContent);
}

/**
 * A note type with a field for each column. The front shows the first, and a hint on demand; the
 * back adds the second, and the others that have content under their names.
 */
export function columnNoteType(plan: ColumnPlan, name: string): NoteTypeDocument {
  const fields = contentColumns(plan).map((column) => column.name);
  const templates = [template('Card 1', plan, plan.front, plan.back)];
  if (/reversed/i.test(name) && plan.back) {
    templates.push(template('Card 2', plan, plan.back, plan.front));
  }
  const key = stableKey('columns', [name, ...fields, `${templates.length}`]);
  return { key, name: name.slice(0, 400), kind: 'standard', fields, templates, css: CSS };
}

function template(
  name: string,
  plan: ColumnPlan,
  asked: Column,
  answer: Column | undefined,
): NoteTypeDocument['templates'][number] {
  const hint = plan.columns.find((column) => column.role === 'hint');
  const hintPart = hint
    ? `{{#${hint.name}}}<div class="hint">{{hint:${hint.name}}}</div>{{/${hint.name}}}`
    : '';
  const others = plan.columns.filter((column) => column.role === 'field');
  const list = others.map(
    (column) =>
      `{{#${column.name}}}<dt>${escapeHtml(column.name)}</dt><dd dir="auto">{{${column.name}}}</dd>{{/${column.name}}}`,
  );
  const more = list.length > 0 ? `<dl>${list.join('')}</dl>` : '';
  return {
    name,
    front: `{{${asked.name}}}${hintPart}`,
    back: `{{FrontSide}}<hr id="answer">${answer ? `{{${answer.name}}}` : ''}${more}`,
  };
}
