import type { XmlElement } from '../xml/xml-element.ts';
import { invalidCmi5 } from './cmi5-refusal.ts';

export const NAMESPACE = 'https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd';

const TEXT = /^(langstring )+(other )*$/;
const REFERENCES = /^(objective )+(other )*$/;

/**
 * What each element holds, in which order, as CourseStructure.xsd has it; `other` is of a
 * publisher's own namespace. Elements that are not here hold only text.
 */
const CONTENT: Record<string, RegExp> = {
  courseStructure: /^course (objectives )?((au|block) )+(other )*$/,
  course: /^title description (other )*$/,
  block: /^title description (objectives )?((au|block) )+(other )*$/,
  au: /^title description (objectives )?url (launchParameters )?(entitlementKey )?(other )*$/,
  objectives: REFERENCES,
  title: TEXT,
  description: TEXT,
};
/** Where objectives are defined and not referred to. */
const DEFINITION = /^(title description |description title )$/;

/** cmi5 13.2: the schema, but for what attributes may be there besides. @throws {ImportRefusedError} */
export function checkContent(element: XmlElement, isDefinition = false): void {
  const names = element.children.map(({ uri, name }) =>
    uri === NAMESPACE ? `${name} ` : 'other ',
  );
  const model = element.name === 'objective' && isDefinition ? DEFINITION : CONTENT[element.name];
  if (!(model ?? /^$/).test(names.join(''))) {
    throw invalidCmi5(
      `<${element.name}> (line ${element.line}) does not hold what the schema asks for, in its order`,
    );
  }
  for (const child of element.children) {
    if (child.uri !== NAMESPACE) continue;
    checkContent(
      child,
      child.name === 'objectives' ? element.name === 'courseStructure' : isDefinition,
    );
  }
}
