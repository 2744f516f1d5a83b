/** What XML 1.0 2.2 does not allow or advise against: controls, lone surrogates, U+FFFE, U+FFFF. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this removes
const unwanted = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|\p{Cs}/gu;

/** Text that any XML 1.0 reader accepts once it is escaped. */
export function xmlCharacters(text: string): string {
  return text.replace(unwanted, '');
}

/** A title that a reader may ask for where there is none. */
export function xmlTitle(text: string, longest: number): string {
  return xmlLine(text, longest) || 'Untitled';
}

/** One line of at most `longest` characters, as the titles in manifests are limited. */
export function xmlLine(text: string, longest: number): string {
  const line = xmlCharacters(text).replace(/\s+/g, ' ').trim();
  const characters = [...line];
  return characters.length <= longest ? line : `${characters.slice(0, longest - 1).join('')}…`;
}
