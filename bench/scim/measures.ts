import {
  additionOf,
  atOnce,
  benchUser,
  GROUP,
  removalOf,
  type ScimAnswer,
  type ScimClient,
  type Timing,
  timed,
  timingOf,
  userNameOf,
} from './scim-client.ts';

const TIMES = 300;
const PAGE = 200;
const MEMBERS_AT_ONCE = 5_000;

/** Numbers spread over all people, the same in each run. */
const spread = (n: number, of: number) => (n * 7_919) % of;

const list = (client: ScimClient, filter: string, more = '') =>
  client.call('GET', `/Users?filter=${encodeURIComponent(filter)}${more}`);

/** @throws Error where not exactly one is found: what is fast and wrong counts for nothing */
async function findOne(client: ScimClient, filter: string): Promise<void> {
  const { totalResults } = await list(client, filter);
  if (totalResults !== 1) throw new Error(`${filter} found ${totalResults}`);
}

export const findByUserName = (client: ScimClient, users: number): Promise<Timing> =>
  timed(TIMES, (n) => findOne(client, `userName eq "${userNameOf(spread(n, users))}"`));

export const findByEmail = (client: ScimClient, users: number): Promise<Timing> =>
  timed(TIMES, (n) =>
    findOne(client, `emails[type eq "work"].value eq "${userNameOf(spread(n, users))}"`),
  );

/** Creates by eight at once, beside all that are there; users a second. */
export const createMore = (client: ScimClient, from: number, to: number): Promise<number> =>
  atOnce({ from, to, workers: 8 }, (n) => client.call('POST', '/Users', benchUser(n)));

export interface Paging {
  pages: number;
  first: Timing;
  last: Timing;
}

/** All that changed since long ago, page by page: what the first tenth of the pages costs, and the last. */
export async function pageThrough(client: ScimClient): Promise<Paging> {
  const took: number[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const start = performance.now();
    const more = `&count=${PAGE}&cursor=${cursor}`;
    const page: ScimAnswer = await list(
      client,
      'meta.lastModified gt "2020-01-01T00:00:00Z"',
      more,
    );
    took.push(performance.now() - start);
    cursor = page.nextCursor;
  }
  // The first page counts the matches, too.
  const rest = took.slice(1);
  const tenth = Math.max(1, Math.floor(rest.length / 10));
  const [first, last] = [timingOf(rest.slice(0, tenth)), timingOf(rest.slice(-tenth))];
  return { pages: took.length, first, last };
}

/** A group with so many members. */
export async function makeGroup(
  client: ScimClient,
  displayName: string,
  members: readonly string[],
): Promise<string> {
  const { id } = await client.call('POST', '/Groups', { schemas: [GROUP], displayName });
  if (!id) throw new Error('a group without an id');
  for (let n = 0; n < members.length; n += MEMBERS_AT_ONCE) {
    const some = members.slice(n, n + MEMBERS_AT_ONCE);
    await client.call('PATCH', `/Groups/${id}`, additionOf(...some));
  }
  return id;
}

/** One member comes, and goes again. */
export const changeMember = (client: ScimClient, group: string, user: string): Promise<Timing> =>
  timed(TIMES, (n) =>
    client.call('PATCH', `/Groups/${group}`, n % 2 === 0 ? additionOf(user) : removalOf(user)),
  );
