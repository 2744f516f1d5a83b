/** An element of a document that was read whole. */
export interface XmlElement {
  /** Namespace; empty where there is none. */
  uri: string;
  /** Without prefix, as written. */
  name: string;
  /** By name without prefix in lower case: authoring tools disagree about case. */
  attributes: ReadonlyMap<string, string>;
  children: XmlElement[];
  /** Its own text, without that of its children. */
  text: string;
  /** Where it begins, counted from 1. */
  line: number;
}

/** In whatever namespace and case: tools disagree about both. */
export function childrenOf(element: XmlElement | undefined, name: string): XmlElement[] {
  const wanted = name.toLowerCase();
  return (element?.children ?? []).filter((child) => child.name.toLowerCase() === wanted);
}

export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return childrenOf(element, name)[0];
}

/** Trimmed; undefined where there is none. */
export function attributeOf(element: XmlElement | undefined, name: string): string | undefined {
  return element?.attributes.get(name.toLowerCase())?.trim();
}

/** Text in one line; undefined where the element is missing or empty. */
export function lineOf(element: XmlElement | undefined): string | undefined {
  return element?.text.trim().replaceAll(/\s+/g, ' ') || undefined;
}
