import type { Answer, Asked, Lrs, Version } from './lrs.ts';
import { newActivity, newAgent, newId } from './samples.ts';

/** Where documents are kept, and what names one. */
export interface DocumentPlace {
  path: string;
  idParameter: 'stateId' | 'profileId';
  /** A place of its own each time. */
  place(): Record<string, string>;
}

const agent = () => JSON.stringify(newAgent());

export const documentPlaces: readonly DocumentPlace[] = [
  {
    path: '/activities/state',
    idParameter: 'stateId',
    place: () => ({ activityId: newActivity().id, agent: agent() }),
  },
  {
    path: '/activities/profile',
    idParameter: 'profileId',
    place: () => ({ activityId: newActivity().id }),
  },
  { path: '/agents/profile', idParameter: 'profileId', place: () => ({ agent: agent() }) },
];

export interface Document {
  query: Record<string, string>;
  get(asked?: Asked): Promise<Answer>;
  put(asked: Asked): Promise<Answer>;
  post(asked: Asked): Promise<Answer>;
  remove(asked?: Asked): Promise<Answer>;
  /** Writes it whatever is there, as a test begins. */
  set(asked: Asked): Promise<void>;
}

/** A document that is not there yet. */
export function newDocument(
  lrs: Lrs,
  version: Version,
  { path, idParameter, place }: DocumentPlace,
  within = place(),
): Document {
  const query = { ...within, [idParameter]: newId() };
  const ask = (method: string, asked: Asked = {}) =>
    lrs.ask(method, path, { version, query, ...asked });
  return {
    query,
    get: (asked) => ask('GET', asked),
    put: (asked) => ask('PUT', asked),
    post: (asked) => ask('POST', asked),
    remove: (asked) => ask('DELETE', asked),
    async set(asked) {
      await ask('DELETE');
      const headers = { ...asked.headers, 'If-None-Match': '*' };
      const { status, bytes } = await ask('PUT', { ...asked, headers });
      if (status !== 204) throw new Error(`${status} ${bytes}`);
    },
  };
}
