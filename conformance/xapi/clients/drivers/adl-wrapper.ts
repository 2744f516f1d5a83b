import type { Access, Actor, Attachment, Failure, RealClient, Statement } from '../real-client.ts';

type Callback = (error: Error | null, xhr: XMLHttpRequest) => void;

interface Wrapper {
  changeConfig(config: {
    endpoint: string;
    user: string;
    password: string;
    strictCallbacks: boolean;
    withCredentials: boolean;
  }): void;
  sendStatement(
    statement: Statement,
    callback: Callback,
    attachments?: { type: Attachment; value: string }[],
  ): void;
  sendStatements(statements: Statement[], callback: Callback): void;
  getStatements(params: object | null, more: string | null, callback: Callback): void;
  sendState(
    activityId: string,
    agent: Actor,
    stateId: string,
    registration: null,
    value: object,
    matchHash: null,
    noneMatchHash: null,
    callback: Callback,
  ): void;
  getState(
    activityId: string,
    agent: Actor,
    stateId: string,
    registration: null,
    since: null,
    callback: Callback,
  ): void;
  sendAgentProfile(
    agent: Actor,
    profileId: string,
    value: object,
    matchHash: string | null,
    noneMatchHash: string | null,
    callback: Callback,
  ): void;
  getAgentProfile(agent: Actor, profileId: string, since: null, callback: Callback): void;
}

/** The parts of ADL's xAPIWrapper that are used here. */
declare const ADL: { XAPIWrapper: Wrapper };

function told(call: (callback: Callback) => void): Promise<XMLHttpRequest> {
  return new Promise((resolve, reject) => {
    call((error, xhr) => {
      const failure: Failure = { failed: xhr.status };
      if (error) reject(failure);
      else resolve(xhr);
    });
  });
}

window.openClient = ({ endpoint, key, secret }: Access): RealClient => {
  const wrapper = ADL.XAPIWrapper;
  wrapper.changeConfig({
    endpoint: `${endpoint}/`,
    user: key,
    password: secret,
    strictCallbacks: true,
    // As its own launch sets it.
    withCredentials: true,
  });
  return {
    sendStatement: async (statement) => {
      await told((callback) => wrapper.sendStatement(statement, callback));
    },
    sendStatements: async (statements) => {
      await told((callback) => wrapper.sendStatements(statements, callback));
    },
    sendAttached: async (statement, type, value) => {
      await told((callback) => wrapper.sendStatement(statement, callback, [{ type, value }]));
    },
    findIds: async ({ agent, verb, limit }) => {
      const params = { agent: JSON.stringify(agent), verb, limit };
      const ids: string[] = [];
      let more: string | null = null;
      do {
        const asked = more;
        const { responseText } = await told((callback) =>
          wrapper.getStatements(asked ? null : params, asked, callback),
        );
        const page: { statements: { id: string }[]; more: string } = JSON.parse(responseText);
        ids.push(...page.statements.map(({ id }) => id));
        more = page.more;
      } while (more);
      return ids;
    },
    writeState: async ({ activityId, agent, id }, value) => {
      await told((callback) =>
        wrapper.sendState(activityId, agent, id, null, value, null, null, callback),
      );
    },
    readState: async ({ activityId, agent, id }) => {
      const xhr = await told((callback) =>
        wrapper.getState(activityId, agent, id, null, null, callback),
      );
      return JSON.parse(xhr.responseText);
    },
    writeProfile: async ({ agent, id }, value, expected) => {
      // The wrapper puts the quotes of an ETag itself.
      const etag = expected === 'none' ? null : expected.etag.replaceAll('"', '');
      const none = expected === 'none' ? '*' : null;
      await told((callback) => wrapper.sendAgentProfile(agent, id, value, etag, none, callback));
    },
    readProfile: async ({ agent, id }) => {
      const xhr = await told((callback) => wrapper.getAgentProfile(agent, id, null, callback));
      return { document: JSON.parse(xhr.responseText), etag: xhr.getResponseHeader('ETag') ?? '' };
    },
  };
};
