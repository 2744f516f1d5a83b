import type { SearchEntry } from 'ldapts';

/** An object of the directory, its attributes by their names in lower case (RFC 4512 2.5). */
export interface LdapEntry {
  dn: string;
  /** Values as they came, for octet strings such as objectGUID. */
  bytes(attribute: string): readonly Buffer[];
  /** Values that are UTF-8; others are left out. */
  texts(attribute: string): string[];
  /** The first value with anything in it. */
  text(attribute: string): string | undefined;
  /** Names as they came, with options such as `member;range=0-1499`. */
  names(): string[];
}

export function toLdapEntry(entry: SearchEntry): LdapEntry {
  const attributes = new Map<string, { name: string; values: readonly Buffer[] }>();
  for (const { type, parsedBuffers } of entry.attributes) {
    attributes.set(type.toLowerCase(), { name: type, values: parsedBuffers });
  }
  const bytes = (attribute: string) => attributes.get(attribute.toLowerCase())?.values ?? [];
  const texts = (attribute: string) => bytes(attribute).flatMap(decoded);
  return {
    dn: entry.name,
    bytes,
    texts,
    text: (attribute) => texts(attribute).find((value) => value !== ''),
    names: () => [...attributes.values()].map(({ name }) => name),
  };
}

function decoded(value: Buffer): string[] {
  try {
    return [new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value)];
  } catch {
    return [];
  }
}
