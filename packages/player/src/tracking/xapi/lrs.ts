import { TrackingError } from '../tracking.ts';
import type { Statement } from './statement.ts';

/** How a learning record store is reached, for one learner in one activity. */
export interface LrsPlace {
  endpoint: string;
  /** Value of the Authorization header. */
  authorization: string;
  /** As it was handed over: an Agent (xAPI 2.4.2). */
  actor: object;
  activityId: string;
  registration: string | undefined;
}

/** Every method throws a TrackingError. `keepalive`: the request outlives the page. */
export interface Lrs {
  sendStatements(statements: readonly Statement[], keepalive: boolean): Promise<void>;
  /** null: there is none. */
  readState(stateId: string): Promise<string | null>;
  writeState(stateId: string, text: string, keepalive: boolean): Promise<void>;
  readProfile(profileId: string): Promise<string | null>;
}

/** Browsers refuse more in requests that outlive their page (Fetch 5.6: 64 KiB together). */
const MOST_KEPT_ALIVE = 30_000;

export function createLrs(place: LrsPlace): Lrs {
  const { authorization, actor, activityId, registration } = place;
  const base = place.endpoint.replace(/\/*$/, '/');
  const agent = JSON.stringify(actor);

  const url = (path: string, query: Record<string, string>): string =>
    `${base}${path}?${new URLSearchParams(query)}`;
  const stateUrl = (stateId: string): string =>
    url('activities/state', {
      ...{ stateId, activityId, agent },
      ...(registration && { registration }),
    });
  const ask = async (address: string, init: RequestInit): Promise<Response> => {
    const headers = {
      ...init.headers,
      authorization,
      // cmi5 is of xAPI 1.0; LRSs of 2.0 keep such clients.
      'x-experience-api-version': '1.0.3',
    };
    const keepalive = init.keepalive === true && String(init.body).length < MOST_KEPT_ALIVE;
    try {
      return await fetch(address, { ...init, headers, keepalive, cache: 'no-store' });
    } catch {
      throw new TrackingError('The LRS cannot be reached.', 'retry');
    }
  };
  const read = async (address: string): Promise<string | null> => {
    const response = await ask(address, { method: 'GET' });
    if (response.status === 404) return null;
    if (!response.ok) throw refusal(response.status);
    return response.text();
  };
  const post = async (statements: readonly Statement[], keepalive: boolean): Promise<void> => {
    const response = await ask(`${base}statements`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(statements),
      keepalive,
    });
    // xAPI 3.1.2: what is there already arrived when its answer was lost.
    if (!response.ok && response.status !== 409) throw refusal(response.status);
  };

  return {
    async sendStatements(statements, keepalive) {
      try {
        await post(statements, keepalive);
      } catch (error) {
        if (!isRefused(error) || statements.length === 1) throw error;
        // A batch is taken as a whole or not at all: what is good must not go with what is not.
        const sent = statements.map((statement) => post([statement], keepalive));
        const failed = (await Promise.allSettled(sent)).some(({ status }) => status === 'rejected');
        if (failed) throw error;
      }
    },
    readState: (stateId) => read(stateUrl(stateId)),
    async writeState(stateId, text, keepalive) {
      const response = await ask(stateUrl(stateId), {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: text,
        keepalive,
      });
      if (!response.ok) throw refusal(response.status);
    },
    readProfile: (profileId) => read(url('agents/profile', { profileId, agent })),
  };
}

function isRefused(error: unknown): boolean {
  return error instanceof TrackingError && !error.retry;
}

function refusal(status: number): TrackingError {
  const passing = status >= 500 || status === 408 || status === 429;
  return new TrackingError(`The LRS answers ${status}.`, passing ? 'retry' : 'give up');
}
