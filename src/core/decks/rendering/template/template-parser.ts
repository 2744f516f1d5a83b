import type { SectionNode, Template, TemplateNode } from './template.ts';

const OLD_DELIMITERS = '{{=<% %>=}}';
const MASK_CANVAS =
  /<canvas[^<>]{0,200}image-occlusion-canvas[^<>]{0,200}>(?:\s{0,20}<\/canvas>)?/i;
const DEEPEST = 50;
const LONGEST = 200_000;

interface Parsing extends Template {
  open: SectionNode[];
}

/**
 * Reads Anki's template language. Mistakes become problems, and the rest is still read: a card with
 * one bad tag is better than none.
 */
export function parseTemplate(source: string): Template {
  const parsing: Parsing = { nodes: [], slots: [], problems: [], open: [] };
  if (source.length > LONGEST) {
    parsing.problems.push('the template is too long');
    return parsing;
  }
  const old = source.trimStart().startsWith(OLD_DELIMITERS);
  const [opening, closing] = old ? ['<%', '%>'] : ['{{', '}}'];
  const text = privateUseOut(old ? source.replace(OLD_DELIMITERS, '') : source);
  let at = 0;
  let comment = text.indexOf('<!--');
  while (at < text.length) {
    const tag = text.indexOf(opening, at);
    if (comment >= 0 && comment < at) comment = text.indexOf('<!--', at);
    if (comment >= 0 && (tag < 0 || comment < tag)) {
      addText(text.slice(at, comment), parsing);
      const end = text.indexOf('-->', comment + 4);
      at = end < 0 ? text.length : end + 3;
      continue;
    }
    const end = tag < 0 ? -1 : text.indexOf(closing, tag + 2);
    addText(text.slice(at, end < 0 ? undefined : tag), parsing);
    if (tag >= 0 && end < 0) parsing.problems.push(`"${opening}" without "${closing}"`);
    if (end < 0) break;
    const tripled = text[tag + 2] === '{' && text[end + 2] === '}';
    addTag(
      text
        .slice(tag + 2, end)
        .replace(/^\{+/, '')
        .trim(),
      parsing,
    );
    at = end + (tripled ? 3 : 2);
  }
  for (const section of parsing.open) parsing.problems.push(`{{#${section.name}}} is never closed`);
  return parsing;
}

/** Characters that mark slots in a skeleton must not come from an author. */
function privateUseOut(source: string): string {
  return source.replace(/[\uE000\uE001]/g, '');
}

function place(node: TemplateNode, { nodes, open }: Parsing): void {
  (open.at(-1)?.nodes ?? nodes).push(node);
}

function addText(html: string, parsing: Parsing): void {
  if (html === '') return;
  const canvas = MASK_CANVAS.exec(html);
  if (!canvas) {
    place({ type: 'text', html }, parsing);
    return;
  }
  addText(html.slice(0, canvas.index), parsing);
  const mask = { type: 'mask' as const, slot: parsing.slots.length };
  parsing.slots.push(mask);
  place(mask, parsing);
  addText(html.slice(canvas.index + canvas[0].length), parsing);
}

function addTag(tag: string, parsing: Parsing): void {
  const name = tag.slice(1).trim();
  if (tag.startsWith('#') || tag.startsWith('^')) openSection(name, tag[0] === '#', parsing);
  else if (tag.startsWith('/')) closeSection(name, parsing);
  else addField(tag, parsing);
}

function openSection(name: string, whenSet: boolean, parsing: Parsing): void {
  if (parsing.open.length >= DEEPEST) {
    parsing.problems.push('conditions are nested too deeply');
    return;
  }
  const section: SectionNode = {
    type: 'section',
    name,
    shownWhen: whenSet ? 'set' : 'empty',
    nodes: [],
  };
  place(section, parsing);
  parsing.open.push(section);
}

function closeSection(name: string, { open, problems }: Parsing): void {
  if (open.at(-1)?.name === name) open.pop();
  else problems.push(`{{/${name}}} closes nothing`);
}

function addField(tag: string, parsing: Parsing): void {
  const [name = '', ...filters] = tag.split(':').reverse();
  const field = {
    type: 'field' as const,
    slot: parsing.slots.length,
    name: name.trim(),
    filters: filters.map((filter) => filter.trim()),
  };
  parsing.slots.push(field);
  place(field, parsing);
}
