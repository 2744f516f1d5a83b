import { SaxesParser } from 'saxes';

/** An element of a document without DOCTYPE, comments and processing instructions. */
export interface XmlElement {
  /** Without its prefix. */
  name: string;
  namespace: string;
  /** Those without a namespace. */
  attributes: Map<string, string>;
  children: XmlElement[];
  /** Of this element alone, not of those in it. */
  text: string;
}

export interface XmlLimits {
  maxDepth: number;
  maxElements: number;
  /** Nobody writes them into a message; whoever reads around one may read something else. */
  comments: 'refuse' | 'skip';
}

const messageLimits: XmlLimits = { maxDepth: 40, maxElements: 3_000, comments: 'refuse' };

/** Why a document is not read; the message can be shown to an administrator. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
}

/**
 * Reads XML that anybody may have written: nothing is expanded, and what is too deep or too much is
 * refused before it is built.
 * @throws XmlError
 */
export function parseXml(text: string, limits: XmlLimits = messageLimits): XmlElement {
  const parser = new SaxesParser({ xmlns: true });
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  let count = 0;
  const refused = (why: string) => () => {
    throw new XmlError(why);
  };

  parser.on('error', (error) => {
    throw new XmlError(`it is not well-formed: ${error.message.split('\n')[0]}`);
  });
  parser.on('doctype', refused('it has a DOCTYPE'));
  if (limits.comments === 'refuse') {
    parser.on('comment', refused('it has a comment'));
    parser.on('processinginstruction', refused('it has a processing instruction'));
  }
  parser.on('opentag', (tag) => {
    count += 1;
    if (count > limits.maxElements)
      throw new XmlError(`it has over ${limits.maxElements} elements`);
    if (open.length >= limits.maxDepth) throw new XmlError(`it is over ${limits.maxDepth} deep`);
    const attributes = Object.values(tag.attributes).filter(({ uri }) => uri === '');
    const element: XmlElement = {
      name: tag.local,
      namespace: tag.uri,
      attributes: new Map(attributes.map(({ local, value }) => [local, value])),
      children: [],
      text: '',
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  const addText = (content: string) => {
    const element = open.at(-1);
    if (element) element.text += content;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(text).close();
  if (!root) throw new XmlError('it is empty');
  return root;
}

/** Its children of one name and namespace. */
export function childrenOf(element: XmlElement, namespace: string, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name && child.namespace === namespace);
}

export function childOf(
  element: XmlElement | undefined,
  namespace: string,
  name: string,
): XmlElement | undefined {
  return element && childrenOf(element, namespace, name)[0];
}

/** The element and all that are in it, in the order of the document. */
export function* elementsOf(element: XmlElement): Generator<XmlElement> {
  yield element;
  for (const child of element.children) yield* elementsOf(child);
}

/** What stands in it, without the space around. */
export function textOf(element: XmlElement | undefined): string | undefined {
  return element?.text.trim() || undefined;
}

/** The element as a document of its own, with the same names and content. */
export function xmlOf({ name, namespace, attributes, children, text }: XmlElement): string {
  const written = [['xmlns', namespace], ...attributes].map(
    ([key, value]) => ` ${key}="${escapeXml(value ?? '')}"`,
  );
  const content = children.length > 0 ? children.map(xmlOf).join('') : escapeXml(text);
  return `<${name}${written.join('')}>${content}</${name}>`;
}

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
