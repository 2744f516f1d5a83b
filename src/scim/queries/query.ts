import { fieldsOf, namesUrn } from '../resource/fields.ts';
import type { ResourceKind } from '../schemas/registry.ts';
import { badRequest } from '../scim-error.ts';

const SEARCH_URN = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

/** Resources on a page at most; what a client asks for beyond that it gets in pages. */
export const MAX_PAGE = 200;
export const DEFAULT_PAGE = 100;

/** What a client searches for (RFC 7644 3.4.2). */
export interface ResourceQuery {
  kinds: readonly ResourceKind[];
  filter: string | undefined;
  sortBy: string | undefined;
  sortOrder: string | undefined;
  count: number;
  /** From 1; of index paging. */
  startIndex: number;
  /** Of cursor paging (RFC 9865); empty for the first page. */
  cursor: string | undefined;
  attributes: string | string[] | undefined;
  excludedAttributes: string | string[] | undefined;
}

type Parameters = ReadonlyMap<string, unknown>;

/** @throws ScimError 400 */
export function queryOfUrl(
  parameters: ReadonlyMap<string, string>,
  kinds: readonly ResourceKind[],
): ResourceQuery {
  return readQuery(parameters, kinds);
}

/** The body of a `/.search` (RFC 7644 3.4.3). @throws ScimError 400 */
export function queryOfSearch(body: unknown, kinds: readonly ResourceKind[]): ResourceQuery {
  const parameters = fieldsOf(body);
  if (!parameters) throw badRequest('invalidSyntax', 'A search is a JSON object.');
  if (!namesUrn(parameters.get('schemas'), SEARCH_URN)) {
    throw badRequest('invalidSyntax', `"schemas" of a search is ["${SEARCH_URN}"].`);
  }
  return readQuery(parameters, kinds);
}

function readQuery(parameters: Parameters, kinds: readonly ResourceKind[]): ResourceQuery {
  const cursor = textOf(parameters, 'cursor');
  return {
    kinds,
    filter: textOf(parameters, 'filter') || undefined,
    sortBy: textOf(parameters, 'sortby') || undefined,
    sortOrder: textOf(parameters, 'sortorder') || undefined,
    count: countOf(parameters, cursor === undefined ? 'invalidValue' : 'invalidCount'),
    startIndex: Math.max(1, integerOf(parameters, 'startindex', 'invalidValue') ?? 1),
    cursor,
    attributes: namesOf(parameters, 'attributes'),
    excludedAttributes: namesOf(parameters, 'excludedattributes'),
  };
}

/** A negative one counts as 0 (RFC 7644 3.4.2.4). */
function countOf(parameters: Parameters, scimType: 'invalidValue' | 'invalidCount'): number {
  const count = integerOf(parameters, 'count', scimType) ?? DEFAULT_PAGE;
  return Math.min(MAX_PAGE, Math.max(0, count));
}

function integerOf(
  parameters: Parameters,
  name: string,
  scimType: 'invalidValue' | 'invalidCount',
): number | undefined {
  const value = parameters.get(name);
  if (value === undefined || value === null || value === '') return undefined;
  const number = typeof value === 'string' && /^-?\d{1,10}$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
  throw badRequest(scimType, `${name} is a whole number.`);
}

function textOf(parameters: Parameters, name: string): string | undefined {
  const value = parameters.get(name);
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw badRequest('invalidSyntax', `${name} is a text.`);
}

/** Comma-separated in a URL; a list in a search, where some send the former too. */
function namesOf(parameters: Parameters, name: string): string | string[] | undefined {
  const value = parameters.get(name);
  if (!Array.isArray(value)) return textOf(parameters, name);
  return value.map((one) => {
    if (typeof one === 'string') return one;
    throw badRequest('invalidSyntax', `${name} is a list of names.`);
  });
}
