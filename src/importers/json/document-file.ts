import { readFile, stat } from 'node:fs/promises';
import iconv from 'iconv-lite';
import { ImportRefusedError } from '../../platform/files/import-refused-error.ts';
import { detectEncoding } from '../csv/text-encoding.ts';

const MAX_BYTES = 64 * 1024 * 1024;
const MAX_DEPTH = 100;
/** A parsed value takes up to 30 times its text: `[],[],[],...`. */
const MAX_VALUES = 3_000_000;
const [QUOTE, BACKSLASH, COMMA, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [
  34, 92, 44, 91, 93, 123, 125,
] as const;

/**
 * The value of a JSON file, without `__proto__` keys and without what PostgreSQL cannot store.
 * @throws {ImportRefusedError} `too_large`, `invalid_json`
 */
export async function readJsonFile(path: string): Promise<unknown> {
  const { size } = await stat(path);
  if (size > MAX_BYTES) {
    throw new ImportRefusedError(
      'too_large',
      `The document has ${size} bytes; ${MAX_BYTES} are allowed.`,
    );
  }
  const encoding = await detectEncoding(path);
  const text = cleanEscapes(iconv.decode(await readFile(path), encoding));
  checkShape(text);
  try {
    return JSON.parse(text, /__proto__|\\u005f/i.test(text) ? withoutPrototype : undefined);
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 200) : 'unknown';
    throw new ImportRefusedError('invalid_json', `The file is not valid JSON: ${reason}.`, {
      cause: error,
    });
  }
}

function withoutPrototype(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value;
}

/** Control characters but tab and line ends go, halves of surrogate pairs become U+FFFD. */
function cleanEscapes(text: string): string {
  if (!/\\u(00|d[89a-f])/i.test(text)) return text;
  return text.replace(
    /\\u(d[89ab][\da-f]{2})\\u(d[c-f][\da-f]{2})|\\u([\da-f]{4})|\\./gis,
    (found, _high, _low, single?: string) => {
      if (single === undefined) return found;
      if (/^d[89a-f]/i.test(single)) return '\\ufffd';
      return /^00([01]|7f)/i.test(single) && !/^00(09|0a|0d)$/i.test(single) ? '' : found;
    },
  );
}

/** Deep values overflow the stack of whatever walks them later; many fill the memory. */
function checkShape(text: string): void {
  let depth = 0;
  let values = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) inString = !inString;
    else if (inString && code === BACKSLASH) index += 1;
    if (inString) continue;
    if (code === COMMA) values += 1;
    else if (code === OPEN_ARRAY || code === OPEN_OBJECT) {
      values += 1;
      depth += 1;
      if (depth > MAX_DEPTH) throw tooDeep();
    } else if (code === CLOSE_ARRAY || code === CLOSE_OBJECT) depth -= 1;
    if (values > MAX_VALUES) {
      throw new ImportRefusedError(
        'too_large',
        `The document holds more than ${MAX_VALUES} values.`,
      );
    }
  }
}

function tooDeep(): ImportRefusedError {
  return new ImportRefusedError(
    'invalid_json',
    `The document is nested more than ${MAX_DEPTH} deep.`,
  );
}
