import type { LanguageMap } from '../../courses/course-structure.ts';
import { languageMap } from '../language-map.ts';
import { attributeOf, childOf, childrenOf, type XmlElement } from '../xml/xml-element.ts';
import { invalidCmi5 } from './cmi5-refusal.ts';

/** An absolute IRI (RFC 3987 2.2), as far as the shape goes. */
const IRI = /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i;

/** The ids of a course structure: of course, blocks and AUs each once, and of objectives. */
export interface Identifiers {
  take(element: XmlElement): string;
  takeObjective(element: XmlElement): string;
  hasObjective(id: string): boolean;
  readonly count: number;
}

export function identifiers(): Identifiers {
  const parts = new Set<string>();
  const objectives = new Set<string>();
  const take = (taken: Set<string>, element: XmlElement) => {
    const id = attributeOf(element, 'id');
    if (!id) throw invalidCmi5(`<${element.name}> (line ${element.line}) has no id`);
    if (!IRI.test(id)) throw invalidCmi5(`the id "${id}" of <${element.name}> is no absolute IRI`);
    if (taken.has(id)) throw invalidCmi5(`the id "${id}" is there twice`);
    taken.add(id);
    return id;
  };
  return {
    take: (element) => take(parts, element),
    takeObjective: (element) => take(objectives, element),
    hasObjective: (id) => objectives.has(id),
    get count() {
      return parts.size;
    },
  };
}

export function readTexts(element: XmlElement): { title: LanguageMap; description: LanguageMap } {
  return { title: readText(element, 'title'), description: readText(element, 'description') };
}

function readText(element: XmlElement, name: string): LanguageMap {
  const texts = childrenOf(childOf(element, name), 'langstring').map((langstring) => ({
    language: attributeOf(langstring, 'lang'),
    text: langstring.text.trim(),
  }));
  return languageMap(texts);
}

export function readObjectiveIds(element: XmlElement, ids: Identifiers): string[] {
  return childrenOf(childOf(element, 'objectives'), 'objective').map((reference) => {
    const id = attributeOf(reference, 'idref') ?? '';
    if (!ids.hasObjective(id)) {
      throw invalidCmi5(`it refers to the objective "${id}", which is not there`);
    }
    return id;
  });
}
