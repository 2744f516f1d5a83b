import type { Database, TenantDb } from '../../platform/database/database.ts';
import { parseFilter } from '../filter/parse-filter.ts';
import { profileOf } from '../http/profile-of.ts';
import type { ScimCall } from '../http/scim-call.ts';
import type { ScimDocument } from '../resource/document.ts';
import { type AttributeSelection, readSelection } from '../resource/select-attributes.ts';
import { parseAttributePath } from '../schemas/attribute-path.ts';
import type { ResourceKind } from '../schemas/registry.ts';
import type { Cursors } from './cursors.ts';
import { seedOf } from './narrow.ts';
import { bounded, countMatches, type FoundRow, findPage, type Search } from './page.store.ts';
import type { ResourceQuery } from './query.ts';
import { filterFor } from './search-both.ts';
import { findSeeded } from './seed.store.ts';
import type { Targets } from './targets.ts';

export const LIST_URN = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

export interface ListResponse {
  schemas: [typeof LIST_URN];
  totalResults: number;
  itemsPerPage: number;
  /** Of index paging. */
  startIndex?: number;
  /** Of cursor paging (RFC 9865); missing on the last page. */
  nextCursor?: string;
  Resources: ScimDocument[];
}

/** Shows resources with what is selected, by id; those that are gone are missing. */
export type ShowMany = (
  db: TenantDb,
  call: ScimCall,
  page: { ids: string[]; selection: AttributeSelection },
) => Promise<Map<string, ScimDocument>>;

export interface ListDeps {
  database: Database;
  cursors: Cursors;
  targets: Targets;
  show: Record<ResourceKind, ShowMany>;
}

/**
 * RFC 7644 3.4.2, and RFC 9865 where there is a cursor.
 * @throws ScimError 400
 */
export async function listResources(
  { database, cursors, targets, show }: ListDeps,
  call: ScimCall,
  query: ResourceQuery,
): Promise<ListResponse> {
  const { tenantId, connectionId } = call.caller;
  const { kinds, cursor, filter, sortBy, sortOrder } = query;
  const scope = { tenantId, connectionId, search: [kinds, filter, sortBy, sortOrder] };
  const position = cursor ? await cursors.verify(scope, cursor) : undefined;
  const wanted = searchOf(call, query, targets);
  const selections = selectionsOf(call, query);
  const found = await database.read(tenantId, (db) =>
    bounded(db, async () => {
      const search = await narrowed(db, wanted);
      const rows = query.count === 0 ? [] : await findPage(db, { ...search, after: position });
      const page = rows.slice(0, query.count);
      const [total, resources] = await Promise.all([
        position?.total ?? totalOf(db, search, rows),
        showRows(db, call, { rows: page, selections, show }),
      ]);
      return { total, resources, last: rows.length > query.count ? page.at(-1) : undefined };
    }),
  );
  const { total, resources, last } = found;
  return {
    schemas: [LIST_URN],
    totalResults: total,
    itemsPerPage: resources.length,
    ...(cursor === undefined && { startIndex: query.startIndex }),
    ...(cursor !== undefined &&
      last && { nextCursor: await cursors.sign(scope, { ...last, total }) }),
    Resources: resources,
  };
}

/** One row more than the page has tells whether another page follows. */
function searchOf(call: ScimCall, query: ResourceQuery, targets: Targets): Search {
  const { kinds, sortBy, sortOrder, cursor, count, startIndex } = query;
  const filter = query.filter && parseFilter(query.filter, profileOf(call.connection));
  const path = sortBy === undefined ? undefined : parseAttributePath(sortBy.trim());
  const isSortable = (kind: ResourceKind) => path && call.schemas[kind].find(path);
  // What no kind knows is refused where it is compiled.
  const isKnown = kinds.some(isSortable);
  return {
    connectionId: call.caller.connectionId,
    sources: kinds.map((kind) => {
      const schema = call.schemas[kind];
      const others = kinds.filter((other) => other !== kind).map((other) => call.schemas[other]);
      return {
        kind,
        target: targets[kind](schema),
        filter: filter ? filterFor(filter, schema, others) : undefined,
        sort: sortBy && (!isKnown || isSortable(kind)) ? { sortBy, sortOrder } : undefined,
      };
    }),
    direction: /^desc/i.test(sortOrder ?? '') ? 'desc' : 'asc',
    limit: count + 1,
    offset: cursor === undefined ? startIndex - 1 : 0,
    after: undefined,
  };
}

/** The search among those that an index finds by one of its conditions. */
async function narrowed(db: TenantDb, search: Search): Promise<Search> {
  const { connectionId, sources } = search;
  const narrow = async (source: Search['sources'][number]) => {
    const { kind, filter, target } = source;
    const seed = filter && seedOf(filter, target.schema);
    return seed ? { ...source, ids: await findSeeded(db, { connectionId, kind, seed }) } : source;
  };
  return { ...search, sources: await Promise.all(sources.map(narrow)) };
}

/** Counting is left out where the page itself tells. */
async function totalOf(db: TenantDb, search: Search, rows: FoundRow[]): Promise<number> {
  const isWhole = rows.length < search.limit && (rows.length > 0 || search.offset === 0);
  if (isWhole && search.limit > 1) return search.offset + rows.length;
  return countMatches(db, search);
}

function selectionsOf(call: ScimCall, query: ResourceQuery) {
  const of = (kind: ResourceKind) => readSelection(query, call.schemas[kind]);
  return { User: of('User'), Group: of('Group') };
}

async function showRows(
  db: TenantDb,
  call: ScimCall,
  {
    rows,
    selections,
    show,
  }: {
    rows: FoundRow[];
    selections: Record<ResourceKind, AttributeSelection>;
    show: ListDeps['show'];
  },
): Promise<ScimDocument[]> {
  const shown = await Promise.all(
    (['User', 'Group'] as const).map((kind) => {
      const ids = rows.filter((row) => row.kind === kind).map(({ id }) => id);
      return ids.length === 0
        ? undefined
        : show[kind](db, call, { ids, selection: selections[kind] });
    }),
  );
  const byId = new Map(shown.flatMap((some) => [...(some ?? [])]));
  return rows.map(({ id }) => byId.get(id)).filter((resource) => resource !== undefined);
}
