const UNSTORABLE = /[\p{Surrogate}\0]/u;

/** Whether PostgreSQL can keep the text: no U+0000, no half of a character. */
export function isStorable(text: string): boolean {
  return !UNSTORABLE.test(text);
}
