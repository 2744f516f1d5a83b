import { XMLBuilder } from 'fast-xml-parser';
import { xmlCharacters } from './characters.ts';

/**
 * Element names and texts; a name with `@` is an attribute, `#text` the text beside attributes, a
 * list repeats its element.
 */
export interface XmlElement {
  [name: string]: XmlValue;
}
export type XmlValue = string | XmlElement | readonly (string | XmlElement)[];

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  format: true,
  indentBy: '  ',
  suppressEmptyNode: true,
  // Otherwise `isvisible="true"` is written without its value.
  suppressBooleanAttributes: false,
});

/** A UTF-8 document. The builder escapes markup but lets control characters through. */
export function xmlDocument(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(filtered(root))}`;
}

function filtered(element: XmlElement): XmlElement {
  return Object.fromEntries(
    Object.entries(element).map(([name, value]) => [name, filteredValue(value)]),
  );
}

function filteredValue(value: XmlValue): XmlValue {
  return isList(value) ? value.map(filteredOne) : filteredOne(value);
}

function filteredOne(value: string | XmlElement): string | XmlElement {
  return typeof value === 'string' ? xmlCharacters(value) : filtered(value);
}

function isList(value: XmlValue): value is readonly (string | XmlElement)[] {
  return Array.isArray(value);
}
