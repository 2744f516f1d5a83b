import { ImportRefusedError } from '../../../platform/files/import-refused-error.ts';
import type { Activity, ScormResource, TimeLimitAction } from '../../courses/course-structure.ts';
import { withParameters } from '../launch-target.ts';
import type { Place, Warn } from '../warnings.ts';
import { attributeOf, childOf, childrenOf, lineOf, type XmlElement } from '../xml/xml-element.ts';
import type { Resources } from './resources.ts';

const MAX_ITEMS = 10_000;
/** Names that mean something else to JavaScript, which plays the course. */
const UNSAFE_IDENTIFIERS = new Set(['__proto__', 'constructor', 'prototype']);
const TIME_LIMIT_ACTIONS: TimeLimitAction[] = [
  'exit,message',
  'exit,no message',
  'continue,message',
  'continue,no message',
];

export interface TreeContext {
  resources: Resources;
  warn: Warn;
}

/**
 * Reads an organization and the items in it.
 * @param complete adds what only one version of SCORM has
 * @throws {ImportRefusedError} `too_large`, `unsafe_identifier`
 */
export function readActivityTree<Item extends Activity<Item>>(
  organization: XmlElement,
  { resources, warn }: TreeContext,
  complete: (part: Activity<Item>, element: XmlElement) => Item,
): Item {
  const identifiers = new Set<string>();
  const read = (element: XmlElement): Item => {
    const identifier = uniqueIdentifier(element, identifiers, warn);
    const at = `item ${identifier}`;
    const children = childrenOf(element, 'item').map(read);
    return complete(
      {
        identifier,
        title: lineOf(childOf(element, 'title')) ?? identifier,
        isVisible: attributeOf(element, 'isvisible')?.toLowerCase() !== 'false',
        resource: resourceOf(element, resources, at),
        timeLimitAction: timeLimitActionOf(element, { at, warn }),
        dataFromLMS: childOf(element, 'datafromlms')?.text ?? null,
        children,
      },
      element,
    );
  };
  return read(organization);
}

function uniqueIdentifier(element: XmlElement, taken: Set<string>, warn: Warn): string {
  if (taken.size === MAX_ITEMS) {
    throw new ImportRefusedError('too_large', `The manifest has more than ${MAX_ITEMS} items.`);
  }
  const written = attributeOf(element, 'identifier');
  if (written && UNSAFE_IDENTIFIERS.has(written)) {
    throw new ImportRefusedError('unsafe_identifier', `An item may not be called "${written}".`);
  }
  const number = taken.size + 1;
  let identifier = written || `item-${number}`;
  for (let n = number; taken.has(identifier); n += 1) identifier = `${written || 'item'}-${n}`;
  taken.add(identifier);
  if (!written)
    warn(`line ${element.line}`, `An item has no identifier; it is "${identifier}" now.`);
  else if (written !== identifier) {
    warn(`item ${written}`, `Its identifier was taken already; it is "${identifier}" now.`);
  }
  return identifier;
}

function resourceOf(element: XmlElement, resources: Resources, at: string): ScormResource | null {
  const reference = attributeOf(element, 'identifierref');
  if (!reference) return null;
  const resource = resources.find(reference, at);
  if (!resource) return null;
  const parameters = attributeOf(element, 'parameters') ?? '';
  return { ...resource, target: withParameters(resource.target, parameters) };
}

function timeLimitActionOf(element: XmlElement, { at, warn }: Place): TimeLimitAction | null {
  const written = lineOf(childOf(element, 'timelimitaction'));
  if (written === undefined) return null;
  const wanted = written.toLowerCase().replaceAll(/\s*,\s*/g, ',');
  const action = TIME_LIMIT_ACTIONS.find((word) => word === wanted);
  if (!action) warn(at, `Its time limit action "${written}" is none of SCORM's; it was left out.`);
  return action ?? null;
}
