/**
 * `attrPath` of RFC 7644 3.4.2.2. `urn:x:2.0:User:name.givenName` has the uri `urn:x:2.0:User` and
 * the names `name`, `givenName`; the registry finds out where a URN really ends.
 */
export interface AttributePath {
  uri: string | undefined;
  names: readonly string[];
}

/** ATTRNAME of RFC 7643 2.1, and the one name that breaks its rule. */
const NAME = /^(?:[a-z][\w$-]*|\$ref)$/i;
const URN = /^urn(?::[\w.-]+)+$/i;

/** Undefined when the text is no path by the grammar. */
export function parseAttributePath(text: string): AttributePath | undefined {
  const colon = text.lastIndexOf(':');
  const uri = colon < 0 ? undefined : text.slice(0, colon);
  if (uri !== undefined && !URN.test(uri)) return undefined;
  const names = text.slice(colon + 1).split('.');
  // After a URN a third name may follow: Microsoft writes `urn:...:2.0:User.manager.value`, too.
  if (names.length > (uri === undefined ? 2 : 3)) return undefined;
  return names.every(isAttributeName) ? { uri, names } : undefined;
}

export function isAttributeName(text: string): boolean {
  return NAME.test(text);
}

/** As a client writes it, for messages. */
export function pathText({ uri, names }: AttributePath): string {
  return [...(uri === undefined ? [] : [uri]), names.join('.')].join(':');
}
