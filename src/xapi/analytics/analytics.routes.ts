import { Type } from 'typebox';
import { readSettings } from '../../core/settings/tenant-settings.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { decodeCursor, encodeCursor } from '../../platform/http/cursor.ts';
import { route } from '../../platform/http/route.ts';
import { OneOf, Page } from '../../platform/http/shapes.ts';
import {
  Activity,
  DeckOutcome,
  filterProperties,
  GroupOutcome,
  Item,
  Learner,
  ListQuery,
  Verbs,
} from './analytics.schema.ts';
import { termKey } from './facts/term-key.ts';
import {
  listDeckOutcomes,
  listGroupOutcomes,
  listHardestItems,
  listLearners,
  listVerbs,
  readFunnel,
} from './reading/lists.store.ts';
import { outcomeBody } from './reading/outcome.ts';
import { bucketsOf, rangeOf } from './reading/range.ts';
import { readSeries } from './reading/series.store.ts';
import type { FactFilter } from './reading/source.store.ts';

const tag = 'Analytics';
const access = { scope: 'study:read' } as const;
const DEFAULTS = 'Default: the last 30 days. A deck counts with those below it.';

interface FilterQuery {
  from?: string;
  to?: string;
  timeZone?: string;
  deckId?: string;
  groupId?: string;
  personId?: string;
}

/** `/v1/analytics`: what statements tell of learners, by the days of a time zone. */
export function analyticsRoutes({ database }: { database: Database }) {
  const reading = <T>(
    tenantId: string,
    query: FilterQuery,
    work: (db: TenantDb, filter: FactFilter) => Promise<T>,
  ): Promise<T> =>
    database.read(tenantId, async (db) => {
      const timeZone = query.timeZone ?? (await readSettings(db)).timeZone;
      const { deckId, groupId, personId } = query;
      return work(db, { ...rangeOf(query, timeZone), deckId, groupId, personId });
    });

  return [
    route({
      method: 'get',
      path: '/v1/analytics/activity',
      id: 'getActivity',
      tag,
      summary: 'Active learners, attempts, pass rates and time spent, by day, week or month',
      description: `Each day, week (from Monday) or month of the range is listed, those without anything too. ${DEFAULTS}`,
      access,
      query: Type.Object(
        {
          ...filterProperties,
          by: Type.Unsafe<'day' | 'week' | 'month'>({
            ...OneOf(['day', 'week', 'month']),
            default: 'day',
          }),
        },
        { additionalProperties: false },
      ),
      answers: { 200: Activity },
      handle: async ({ caller, query }) => ({
        status: 200,
        body: await reading(caller.tenantId, query, async (db, filter) => {
          const { from, to, timeZone } = filter;
          const series = await readSeries(db, filter, query.by);
          return {
            ...{ from, to, timeZone },
            total: outcomeBody(series.get(null)),
            data: bucketsOf(filter, query.by).map((start) => ({
              start,
              ...outcomeBody(series.get(start)),
            })),
          };
        }),
      }),
    }),
    route({
      method: 'get',
      path: '/v1/analytics/learners',
      id: 'listLearnerOutcomes',
      tag,
      summary: 'Learners by what they did, most statements first',
      description: DEFAULTS,
      access,
      query: ListQuery,
      answers: { 200: Page(Learner) },
      handle: async ({ caller, query }) => {
        const [count, id] = decodeCursor(query.cursor, ['int8', 'int8']) ?? [];
        const after = count === undefined || id === undefined ? undefined : { count, id };
        const rows = await reading(caller.tenantId, query, (db, filter) =>
          listLearners(db, filter, { after, limit: query.limit + 1 }),
        );
        const page = pageOf(rows, query.limit, ({ statements, actor }) => [statements, actor]);
        const data = page.data.map(
          ({ actor: _, personId, agent, displayName, lastDay, ...outcome }) => ({
            ...{ personId, agent, displayName, lastDay },
            ...outcomeBody(outcome),
          }),
        );
        return { status: 200, body: { ...page, data } };
      },
    }),
    route({
      method: 'get',
      path: '/v1/analytics/decks',
      id: 'listDeckOutcomes',
      tag,
      summary: 'Decks by what was done with them, most statements first',
      description: DEFAULTS,
      access,
      query: ListQuery,
      answers: { 200: Page(DeckOutcome) },
      handle: async ({ caller, query }) => {
        const rows = await reading(caller.tenantId, query, (db, filter) =>
          listDeckOutcomes(db, filter, { after: afterOf(query.cursor), limit: query.limit + 1 }),
        );
        const page = pageOf(rows, query.limit, ({ statements, id }) => [statements, id]);
        const data = page.data.map(({ id, name, ...outcome }) => ({
          ...{ deckId: id, path: name ?? '' },
          ...outcomeBody(outcome),
        }));
        return { status: 200, body: { ...page, data } };
      },
    }),
    route({
      method: 'get',
      path: '/v1/analytics/groups',
      id: 'listGroupOutcomes',
      tag,
      summary: 'Groups by what their members of today did, most statements first',
      description: DEFAULTS,
      access,
      query: ListQuery,
      answers: { 200: Page(GroupOutcome) },
      handle: async ({ caller, query }) => {
        const rows = await reading(caller.tenantId, query, (db, filter) =>
          listGroupOutcomes(db, filter, { after: afterOf(query.cursor), limit: query.limit + 1 }),
        );
        const page = pageOf(rows, query.limit, ({ statements, id }) => [statements, id]);
        const data = page.data.map(({ id, name, ...outcome }) => ({
          ...{ groupId: id, name: name ?? '' },
          ...outcomeBody(outcome),
        }));
        return { status: 200, body: { ...page, data } };
      },
    }),
    route({
      method: 'get',
      path: '/v1/analytics/hardest-items',
      id: 'listHardestItems',
      tag,
      summary: 'Items by their share of wrong answers, hardest first',
      description: DEFAULTS,
      access,
      query: Type.Object(
        {
          ...ListQuery.properties,
          minAnswers: Type.Integer({
            minimum: 1,
            maximum: 1_000_000,
            default: 5,
            description: 'items with fewer answers tell little',
          }),
        },
        { additionalProperties: false },
      ),
      answers: { 200: Page(Item) },
      handle: async ({ caller, query }) => {
        const [count, id] = decodeCursor(query.cursor, ['int8', 'int8']) ?? [];
        const after = count === undefined || id === undefined ? undefined : { count, id };
        const { minAnswers } = query;
        const rows = await reading(caller.tenantId, query, (db, filter) =>
          listHardestItems(db, { ...filter, minAnswers }, { after, limit: query.limit + 1 }),
        );
        const page = pageOf(rows, query.limit, (row) => [row.wrongMillionths, row.activity]);
        const data = page.data.map(({ activityId, deckId, answers, wrong, spentMs }) => ({
          ...{ activityId, deckId, answers, wrong, spentMs },
          wrongShare: wrong / answers,
        }));
        return { status: 200, body: { ...page, data } };
      },
    }),
    route({
      method: 'get',
      path: '/v1/analytics/verbs',
      id: 'getVerbs',
      tag,
      summary: 'Verbs by how many learners did them; with steps, the funnel through them',
      description: `A step of the funnel counts who did it and every step before it. At most 200 verbs. ${DEFAULTS}`,
      access,
      query: Type.Object(
        {
          ...filterProperties,
          steps: Type.Optional(
            Type.Array(Type.String({ minLength: 1, maxLength: 2_000 }), {
              minItems: 1,
              maxItems: 20,
              description: 'ids of verbs, in the order of the funnel; repeat the parameter',
            }),
          ),
        },
        { additionalProperties: false },
      ),
      answers: { 200: Verbs },
      handle: async ({ caller, query }) => ({
        status: 200,
        body: await reading(caller.tenantId, query, async (db, filter) => {
          const { from, to, timeZone } = filter;
          const { steps } = query;
          if (!steps) return { from, to, timeZone, data: await listVerbs(db, filter) };
          const keys = steps.map((verb) => termKey('verb', verb));
          const reached = await readFunnel(db, filter, keys);
          const data = steps.map((verb, i) => ({
            ...{ verb, statements: null },
            learners: reached[i] ?? 0,
          }));
          return { from, to, timeZone, data };
        }),
      }),
    }),
  ];
}

function afterOf(cursor: string | undefined): { count: number; id: string } | undefined {
  const [count, id] = decodeCursor(cursor, ['int8', 'id']) ?? [];
  return count === undefined || id === undefined ? undefined : { count, id };
}

function pageOf<R>(
  rows: readonly R[],
  limit: number,
  positionOf: (row: R) => readonly (string | number)[],
): { data: R[]; nextCursor: string | null } {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  return { data, nextCursor: rows.length > limit && last ? encodeCursor(positionOf(last)) : null };
}
