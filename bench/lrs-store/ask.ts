import type { StatementFilter } from '@crosswalk/xapi-lrs';
import { queryClasses, type TimeAt } from './queries.ts';

/** Who answers: a store, or a hub over HTTP. */
export interface Asker {
  findStatements(tenant: string, filter: StatementFilter): Promise<Page>;
  /** @param cursor the `next` of the page before */
  continueStatements(tenant: string, cursor: string): Promise<unknown>;
}

interface Page {
  statements: { stored: Date }[];
  next: string | undefined;
}

/** Milliseconds that queries of a class took. */
export interface Answered {
  first: number[];
  more: number[];
  /** Statements on each first page. */
  found: number[];
}

const RUNS = 40;
/** Not counted: they fill caches. */
const WARM_UP = 4;
const usual = { relatedAgents: false, relatedActivities: false, ascending: false, limit: 50 };

/** Asks all classes but those left out, first pages and pages deep in the list. */
export async function askClasses(
  store: Asker,
  tenant: string,
  leaveOut: readonly string[] = [],
): Promise<Record<string, Answered>> {
  const timeAt = await timesOf(store, tenant);
  const answered: Record<string, Answered> = {};
  for (const [name, filterOf] of Object.entries(queryClasses)) {
    if (leaveOut.includes(name)) continue;
    const times: Answered = { first: [], more: [], found: [] };
    for (let n = 0; n < RUNS; n += 1) {
      const filter = { ...usual, ...filterOf(n, timeAt) };
      let found = 0;
      const first = await timed(async () => {
        found = (await store.findStatements(tenant, filter)).statements.length;
      });
      const cursor = await deepCursor(store, tenant, filter, timeAt(0.5));
      const more = cursor && (await timed(() => store.continueStatements(tenant, cursor)));
      if (n < WARM_UP) continue;
      times.first.push(first);
      times.found.push(found);
      if (more) times.more.push(more);
    }
    answered[name] = times;
  }
  return answered;
}

/** Milliseconds of one query. */
export const askOnce = (
  store: Asker,
  tenant: string,
  filter: Partial<StatementFilter>,
): Promise<number> => timed(() => store.findStatements(tenant, { ...usual, ...filter }));

/** Where a page in the midst of the list ends. */
async function deepCursor(
  store: Asker,
  tenant: string,
  filter: StatementFilter,
  middle: Date,
): Promise<string | undefined> {
  const bound = filter.ascending ? { since: middle } : { until: filter.until ?? middle };
  return (await store.findStatements(tenant, { ...filter, ...bound })).next;
}

async function timesOf(store: Asker, tenant: string): Promise<TimeAt> {
  const end = async (ascending: boolean) => {
    const page = await store.findStatements(tenant, { ...usual, limit: 1, ascending });
    return page.statements[0]?.stored.getTime() ?? Number.NaN;
  };
  const [first, last] = [await end(true), await end(false)];
  return (share) => new Date(first + (last - first) * share);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
