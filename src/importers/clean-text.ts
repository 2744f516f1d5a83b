/**
 * Text that PostgreSQL stores as text and as JSON: without NUL and other control characters (tab,
 * line feed and carriage return stay), half a surrogate pair becomes U+FFFD, composed as NFC.
 */
export function cleanText(text: string): string {
  return PLAIN.test(text)
    ? text
    : text.replace(CONTROL, '').replace(LONE_SURROGATE, '\ufffd').normalize('NFC');
}

const PLAIN = /^[\t\n\r\x20-\x7e]*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;
const LONE_SURROGATE = /\p{Surrogate}/gu;
