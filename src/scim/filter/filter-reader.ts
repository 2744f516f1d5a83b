import { isStorable } from '../resource/storable.ts';
import {
  type AttributePath,
  isAttributeName,
  parseAttributePath,
} from '../schemas/attribute-path.ts';
import type { ClientQuirks } from '../schemas/client-profile.ts';
import type { ScimType } from '../scim-error.ts';
import type { CompareOperator, Filter, Literal } from './filter.ts';
import { syntaxError, type Token } from './tokens.ts';

const LEVELS_MAX = 20;
const NODES_MAX = 100;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i;
const CONSTANTS = new Map<string, Literal>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

export interface ReaderOptions {
  bareStrings: ClientQuirks['bareStrings'];
  /** Of the errors. */
  scimType: ScimType;
}

/** Reads filters, or parts of them, from the front of `tokens` (which end with an `end`). */
export function createFilterReader(
  tokens: readonly Token[],
  { bareStrings, scimType }: ReaderOptions,
) {
  let next = 0;
  let nodes = 0;

  /** Where a filter stands: values of an attribute have no values of their own (valFilter). */
  interface Place {
    level: number;
    within: 'resource' | 'value';
  }

  function peek(ahead = 0): Token {
    return tokens[Math.min(next + ahead, tokens.length - 1)] ?? END;
  }

  function take(): Token {
    const token = peek();
    next += 1;
    return token;
  }

  function fail(token: Token, detail: string): never {
    throw syntaxError(scimType, token.at, detail);
  }

  function isWord(token: Token, word: string): boolean {
    return token.kind === 'word' && token.text.toLowerCase() === word;
  }

  function skipSign(sign: ')' | ']'): void {
    const token = take();
    if (token.kind !== 'sign' || token.text !== sign) fail(token, `expected ${sign}`);
  }

  function node<F extends Filter>(filter: F): F {
    nodes += 1;
    if (nodes > NODES_MAX) fail(peek(), `more than ${NODES_MAX} comparisons and operators`);
    return filter;
  }

  /** `not` binds closest, then `and`, then `or` (RFC 7644 3.4.2.2, table 5). */
  function readOr(place: Place): Filter {
    return readChain('or', () => readChain('and', () => readTerm(place)));
  }

  function readChain(operator: 'and' | 'or', readPart: () => Filter): Filter {
    const filters = [readPart()];
    while (isWord(peek(), operator)) {
      const { spaced } = peek();
      if (!spaced || !peek(1).spaced) fail(peek(), `white space goes around ${operator}`);
      take();
      filters.push(readPart());
    }
    const [only] = filters;
    return filters.length === 1 && only ? only : node({ kind: operator, filters });
  }

  function readTerm({ level, within }: Place): Filter {
    if (level > LEVELS_MAX) fail(peek(), `more than ${LEVELS_MAX} levels`);
    const deeper = { level: level + 1, within };
    if (isOpening(peek(), '(')) return readGroup(deeper);
    if (isWord(peek(), 'not') && isOpening(peek(1), '(')) {
      take();
      return node({ kind: 'not', filter: readGroup(deeper) });
    }
    const path = readPath();
    if (!isOpening(peek(), '[') || peek().spaced) return readTest(path);
    if (within === 'value') fail(peek(), 'a value filter has none within');
    return readValuePath(path, level);
  }

  function readGroup(place: Place): Filter {
    take();
    const filter = readOr(place);
    skipSign(')');
    return filter;
  }

  function readValuePath(path: AttributePath, level: number): Filter {
    const filter = readValueFilter(level + 1);
    const sub = readSubAttribute();
    if (sub === undefined) return node({ kind: 'valuePath', path, filter });
    const test = readTest({ uri: undefined, names: [sub] });
    return node({ kind: 'valuePath', path, filter: { kind: 'and', filters: [filter, test] } });
  }

  function readValueFilter(level: number): Filter {
    take();
    const filter = readOr({ level, within: 'value' });
    skipSign(']');
    return filter;
  }

  /** What follows `]`. */
  function readSubAttribute(): string | undefined {
    const token = peek();
    if (token.kind !== 'word' || token.spaced || !token.text.startsWith('.')) return undefined;
    const name = take().text.slice(1);
    return isAttributeName(name) ? name : fail(token, 'expected a sub-attribute');
  }

  function readPath(): AttributePath {
    const token = take();
    const path = token.kind === 'word' ? parseAttributePath(token.text) : undefined;
    return path ?? fail(token, 'expected an attribute');
  }

  function readTest(path: AttributePath): Filter {
    const token = take();
    const word = token.kind === 'word' && token.spaced ? token.text.toLowerCase() : '';
    if (word === 'pr') return node({ kind: 'present', path });
    const operator = operatorOf(word) ?? fail(token, 'expected an operator');
    return node({ kind: 'compare', path, operator, value: readLiteral() });
  }

  function readLiteral(): Literal {
    const token = take();
    if (!token.spaced) fail(token, 'white space goes before a value');
    if (token.kind === 'string') return token.text;
    if (token.kind !== 'word') return fail(token, 'expected a value');
    const constant = CONSTANTS.get(token.text.toLowerCase());
    if (constant !== undefined) return constant;
    const number = NUMBER.test(token.text) ? Number(token.text) : Number.NaN;
    if (Number.isFinite(number)) return number;
    if (bareStrings === 'strings' && isStorable(token.text)) return token.text;
    return fail(token, 'a value is a JSON string, a number, true, false or null');
  }

  return {
    readFilter: () => readOr({ level: 0, within: 'resource' }),
    readPath,
    /** `[valFilter]`, if one follows. */
    readSelection: (): Filter | undefined =>
      isOpening(peek(), '[') && !peek().spaced ? readValueFilter(1) : undefined,
    readSubAttribute,
    readEnd(): void {
      if (peek().kind !== 'end') fail(peek(), 'expected the end');
    },
  };
}

const END: Token = { at: 0, spaced: false, kind: 'end', text: '' };

function isOpening(token: Token, sign: '(' | '['): boolean {
  return token.kind === 'sign' && token.text === sign;
}

const OPERATORS: readonly CompareOperator[] = [
  'eq',
  'ne',
  'co',
  'sw',
  'ew',
  'gt',
  'lt',
  'ge',
  'le',
];

function operatorOf(word: string): CompareOperator | undefined {
  return OPERATORS.find((operator) => operator === word);
}
