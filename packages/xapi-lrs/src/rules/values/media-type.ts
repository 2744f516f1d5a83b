const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const quoted = '"(?:[^"\\\\\\p{Cc}\\p{Surrogate}]|\\\\[^\\p{Cc}\\p{Surrogate}])*"';
const mediaType = new RegExp(
  `^${token}/${token}(?:[ \\t]*;[ \\t]*${token}=(?:${token}|${quoted}))*[ \\t]*;?$`,
  'u',
);

/** Media type with its parameters (RFC 9110 8.3.1). */
export function isMediaType(text: string): boolean {
  return mediaType.test(text);
}
