import { createHash } from 'node:crypto';

/** SHA-1 of the content in hexadecimal (xAPI 1.0.3 part 3, 3.1 asks for just that). */
export function etagOf(content: Buffer): string {
  return createHash('sha1').update(content).digest('hex');
}

/** Entity tags of If-Match or If-None-Match, without quotes (RFC 9110 13.1). */
export type EntityTags = '*' | readonly string[];

/** Undefined when there is no such header; tags without quotes, as some clients send, will do. */
export function entityTagsOf(header: string): EntityTags | undefined {
  const text = header.trim();
  if (text === '') return undefined;
  if (text === '*') return '*';
  return text.split(',').map((tag) => tag.trim().replace(/^(?:W\/)?"(.*)"$/, '$1'));
}

export function hasTag(tags: EntityTags, etag: string): boolean {
  return tags === '*' || tags.includes(etag);
}
