import { cleanText } from '../clean-text.ts';
import type { Column } from './column.ts';

const LONGEST_NAME = 100;
const DEFAULT_NAMES: Partial<Record<Column['role'], string>> = {
  front: 'Front',
  back: 'Back',
  hint: 'Hint',
};
/** What `{{...}}` means in a template already. */
const TAKEN = ['tags', 'type', 'deck', 'subdeck', 'card', 'cardflag', 'cardid', 'frontside'];

/** Gives each column a name that templates can refer to, distinct whatever the case. */
export function fieldNames(columns: Column[]): Column[] {
  const taken = new Set(TAKEN);
  return columns.map((column) => {
    const wanted =
      legalName(column.name) || DEFAULT_NAMES[column.role] || `Column ${column.index + 1}`;
    let name = wanted;
    for (let count = 2; isContent(column) && taken.has(name.toLowerCase()); count += 1) {
      name = `${wanted} ${count}`;
    }
    if (isContent(column)) taken.add(name.toLowerCase());
    return Object.assign(column, { name });
  });
}

export function isContent({ role }: Column): boolean {
  return role === 'front' || role === 'back' || role === 'hint' || role === 'field';
}

/** Anki's own rule: no `:`, `{`, `}`, `"`, and no `#`, `^`, `/` at the start; nor what HTML would change. */
function legalName(header: string): string {
  return cleanText(header)
    .replace(/[:{}"<>&\s]+/g, ' ')
    .replace(/^[#^/\s]+/, '')
    .slice(0, LONGEST_NAME)
    .trim();
}
