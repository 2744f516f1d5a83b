import type { Access, Actor, Failure, RealClient, Statement } from '../real-client.ts';

interface Answer<T> {
  data: T;
  headers: Record<string, string>;
}

interface Listing {
  statements: { id: string }[];
  more?: string;
}

interface ProfileKey {
  agent: Actor;
  profileId: string;
}

/** The parts of @xapi/xapi that are used here. */
interface Xapi {
  sendStatement(params: { statement: Statement; attachments?: ArrayBuffer[] }): Promise<unknown>;
  sendStatements(params: { statements: Statement[] }): Promise<unknown>;
  getStatements(params: object): Promise<Answer<Listing>>;
  getMoreStatements(params: { more: string }): Promise<Answer<Listing>>;
  setState(params: object): Promise<unknown>;
  getState(params: object): Promise<Answer<unknown>>;
  setAgentProfile(
    params: ProfileKey & { profile: object; etag: string; matchHeader: string },
  ): Promise<unknown>;
  getAgentProfile(params: ProfileKey): Promise<Answer<unknown>>;
}

interface XapiClass {
  new (config: { endpoint: string; auth: string; version?: string }): Xapi;
  toBasicAuth(user: string, password: string): string;
}

declare const XAPI: XapiClass;

/** As axios, which the client uses, tells it. */
async function told<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    const { response } = error as { response?: { status: number } };
    const failure: Failure = { failed: response?.status ?? 0 };
    throw failure;
  }
}

window.openClient = ({ endpoint, key, secret }: Access): RealClient => {
  const version = new URLSearchParams(location.search).get('version') ?? undefined;
  const xapi = new XAPI({
    endpoint,
    auth: XAPI.toBasicAuth(key, secret),
    ...(version && { version }),
  });
  const stateKey = ({
    agent,
    activityId,
    id,
  }: {
    agent: Actor;
    activityId: string;
    id: string;
  }) => ({
    ...{ agent, activityId, stateId: id },
  });
  return {
    sendStatement: async (statement) => {
      await told(xapi.sendStatement({ statement }));
    },
    sendStatements: async (statements) => {
      await told(xapi.sendStatements({ statements }));
    },
    sendAttached: async (statement, details, text) => {
      const { buffer, byteLength } = new TextEncoder().encode(text);
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', buffer));
      const sha2 = [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      const attached = { ...statement, attachments: [{ ...details, length: byteLength, sha2 }] };
      await told(xapi.sendStatement({ statement: attached, attachments: [buffer] }));
    },
    findIds: async (filter) => {
      const ids: string[] = [];
      let { data } = await told(xapi.getStatements(filter));
      for (;;) {
        ids.push(...data.statements.map(({ id }) => id));
        if (!data.more) return ids;
        data = (await told(xapi.getMoreStatements({ more: data.more }))).data;
      }
    },
    writeState: async (place, state) => {
      await told(xapi.setState({ ...stateKey(place), state }));
    },
    readState: async (place) => (await told(xapi.getState(stateKey(place)))).data,
    writeProfile: async ({ agent, id }, profile, expected) => {
      const match =
        expected === 'none'
          ? { matchHeader: 'If-None-Match', etag: '*' }
          : { matchHeader: 'If-Match', etag: expected.etag };
      await told(xapi.setAgentProfile({ agent, profileId: id, profile, ...match }));
    },
    readProfile: async ({ agent, id }) => {
      const { data, headers } = await told(xapi.getAgentProfile({ agent, profileId: id }));
      return { document: data, etag: headers.etag ?? '' };
    },
  };
};
