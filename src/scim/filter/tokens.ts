import { isStorable } from '../resource/storable.ts';
import { badRequest, type ScimError, type ScimType } from '../scim-error.ts';

export type Token = {
  /** Position of its first character. */
  at: number;
  /** Whether white space stands before it. */
  spaced: boolean;
} & (
  | { kind: 'word'; text: string }
  | { kind: 'string'; text: string }
  | { kind: 'sign'; text: '(' | ')' | '[' | ']' }
  | { kind: 'end'; text: '' }
);

const BYTES_MAX = 4096;
/** White space, then a sign, a JSON string, or a run of anything else. */
const TOKEN = /([ \t]*)(?:([()[\]])|("(?:[^"\\]|\\.)*")|([^\s()[\]"]+)|$)/suy;

/**
 * The tokens of a filter or path. Strings have JSON's escapes (RFC 7644 3.4.2.2: compValue).
 * @throws ScimError 400 with the keyword
 */
export function tokensOf(text: string, scimType: ScimType): Token[] {
  if (Buffer.byteLength(text) > BYTES_MAX) {
    throw badRequest(scimType, `longer than ${BYTES_MAX} bytes`);
  }
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  for (;;) {
    const start = pattern.lastIndex;
    const match = pattern.exec(text);
    if (!match)
      throw syntaxError(scimType, start, 'a text that does not end, or a character amiss');
    const [, space = '', sign, string, word] = match;
    const place = { at: start + space.length, spaced: space.length > 0 };
    if (sign !== undefined) tokens.push({ ...place, kind: 'sign', text: asSign(sign) });
    else if (word !== undefined) tokens.push({ ...place, kind: 'word', text: word });
    else if (string !== undefined) {
      tokens.push({ ...place, kind: 'string', text: unquoted(string, place.at, scimType) });
    } else {
      tokens.push({ ...place, kind: 'end', text: '' });
      return tokens;
    }
  }
}

export function syntaxError(scimType: ScimType, at: number, detail: string): ScimError {
  return badRequest(scimType, `at character ${at + 1}: ${detail}`);
}

function asSign(text: string) {
  if (text === '(' || text === ')' || text === '[') return text;
  return ']';
}

function unquoted(json: string, at: number, scimType: ScimType): string {
  const text = parsed(json);
  if (typeof text !== 'string') throw syntaxError(scimType, at, 'not a JSON string');
  if (!isStorable(text)) throw syntaxError(scimType, at, 'a NUL or half a character');
  return text;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
