import { createHash } from 'node:crypto';

const longest = 80;

/**
 * An XML id (NCName, ASCII) made of any text. Text that is already one, and not too long, keeps its
 * wording; other text gets a hash, so that different texts have different ids.
 */
export function ncName(prefix: string, text: string): string {
  const plain = text.replace(/[^A-Za-z0-9._-]+/g, '_').slice(0, longest);
  if (plain === text && text !== '') return `${prefix}-${text}`;
  const hash = createHash('sha256').update(text, 'utf16le').digest('hex').slice(0, 16);
  return `${prefix}-${plain}_${hash}`;
}
