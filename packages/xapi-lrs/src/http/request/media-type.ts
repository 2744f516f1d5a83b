export interface MediaType {
  /** Type and subtype in lower case. */
  type: string;
  /** Parameters by name in lower case. */
  parameters: ReadonlyMap<string, string>;
}

/** Takes a Content-Type apart (RFC 9110 8.3.1); its type is empty when there is none. */
export function mediaTypeOf(header: string): MediaType {
  const [type = ''] = header.split(';', 1);
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, plain = ''] of header.matchAll(
    /;\s*([^\s=;]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))/g,
  )) {
    parameters.set(name.toLowerCase(), quoted?.replaceAll(/\\(.)/g, '$1') ?? plain);
  }
  return { type: type.trim().toLowerCase(), parameters };
}
