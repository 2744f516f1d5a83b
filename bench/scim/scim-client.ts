import { median, quantile } from '../quantile.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** A SCIM server and a token for it. */
export interface ScimClient {
  /** The parsed answer. @param path below the server's base URL */
  call(method: string, path: string, body?: object): Promise<ScimAnswer>;
}

export interface ScimAnswer {
  id?: string;
  nextCursor?: string;
  totalResults?: number;
}

export function scimClient(base: string, token: string): ScimClient {
  return {
    async call(method, path, body) {
      const response = await fetch(base + path, {
        method,
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/scim+json' },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return text ? JSON.parse(text) : {};
    },
  };
}

/** A person as directories tell of them. */
export function benchUser(n: number) {
  return {
    schemas: [USER],
    externalId: `ext-${n}`,
    userName: userNameOf(n),
    displayName: `Learner ${n}`,
    name: { givenName: 'Learner', familyName: String(n), formatted: `Learner ${n}` },
    emails: [
      { value: userNameOf(n), type: 'work', primary: true },
      { value: `home-${n}@example.net`, type: 'home' },
    ],
    title: `Title ${n % 50}`,
    active: true,
  };
}

export const userNameOf = (n: number) => `learner-${n}@example.org`;

const patchOf = (operation: object) => ({ schemas: [PATCH], Operations: [operation] });

export const additionOf = (...ids: readonly string[]) =>
  patchOf({ op: 'add', path: 'members', value: ids.map((value) => ({ value })) });

export const removalOf = (id: string) =>
  patchOf({ op: 'remove', path: `members[value eq "${id}"]` });

/** How long something takes, one after the other. */
export interface Timing {
  p50: number;
  p95: number;
}

export async function timed(times: number, run: (n: number) => Promise<unknown>): Promise<Timing> {
  const took: number[] = [];
  for (let n = 0; n < times; n += 1) {
    const start = performance.now();
    await run(n);
    took.push(performance.now() - start);
  }
  return timingOf(took);
}

export function timingOf(took: readonly number[]): Timing {
  return { p50: median(took), p95: quantile(took, 0.95) };
}

/** Runs tasks of these numbers, so many at once; returns how many were done in a second. */
export async function atOnce(
  { from, to, workers }: { from: number; to: number; workers: number },
  task: (n: number) => Promise<unknown>,
): Promise<number> {
  let next = from;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: workers }, async () => {
      while (next < to) await task(next++);
    }),
  );
  return ((to - from) * 1000) / (performance.now() - start);
}
