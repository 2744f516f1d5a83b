// A scheme, then none of the characters that RFC 3987 2.2 leaves out everywhere.
const iri = /^[A-Za-z][A-Za-z0-9+.-]*:[^\p{Cc}\p{Surrogate} "<>\\^`{|}]+$/u;
const brokenEscape = /%(?![0-9A-Fa-f]{2})/;

/** Absolute IRI (RFC 3987), by its scheme and characters: best effort, as xAPI 1.0.3 data 2.2 allows. */
export function isIri(text: string): boolean {
  return iri.test(text) && !(text.includes('%') && brokenEscape.test(text));
}

const mailto = /^mailto:[^\p{Cc}\p{Surrogate}\s@,;?"<>\\]+@[^\p{Cc}\p{Surrogate}\s@,;?"<>\\]+$/u;

/** `mailto:` with one address (RFC 6068) and nothing more. */
export function isMailto(text: string): boolean {
  return mailto.test(text);
}

/** The same mailbox always as the same text: the domain has no case (xAPI 1.0.3 data 2.3.1). */
export function sameMailbox(mbox: string): string {
  const domain = mbox.lastIndexOf('@') + 1;
  return mbox.slice(0, domain) + mbox.slice(domain).toLowerCase();
}
