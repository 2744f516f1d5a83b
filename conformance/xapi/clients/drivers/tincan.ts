import type { Access, Actor, Attachment, Failure, RealClient, Statement } from '../real-client.ts';

type Callback<T> = (error: number | string | null, result: T) => void;

interface Listing {
  statements: { id: string }[];
  more: string | null;
}

interface Document {
  contents: unknown;
  etag: string;
}

interface Lrs {
  saveStatement(statement: object, config: { callback: Callback<unknown> }): void;
  saveStatements(statements: object[], config: { callback: Callback<unknown> }): void;
  queryStatements(config: { params: object; callback: Callback<Listing> }): void;
  moreStatements(config: { url: string; callback: Callback<Listing> }): void;
  saveState(key: string, value: object, config: object): void;
  retrieveState(key: string, config: object): void;
  saveAgentProfile(key: string, value: object, config: object): void;
  retrieveAgentProfile(key: string, config: object): void;
}

type Attached = Omit<Statement, 'attachments'> & {
  attachments?: (Attachment & { content: string })[];
};

/** The parts of TinCanJS that are used here. */
interface TinCanApi {
  LRS: new (config: {
    endpoint: string;
    username: string;
    password: string;
    allowFail: boolean;
  }) => Lrs;
  Statement: new (statement: Attached) => object;
  Agent: new (agent: Actor) => object;
  Activity: new (activity: { id: string }) => object;
  Verb: new (verb: { id: string }) => object;
}

declare const TinCan: TinCanApi;

/** Errors are an HTTP status, 0 or a text where there was no answer. */
function told<T>(call: (callback: Callback<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, result) => {
      const failure: Failure = { failed: Number(error) || 0 };
      if (error === null) resolve(result);
      else reject(failure);
    });
  });
}

const json = { contentType: 'application/json' };

window.openClient = ({ endpoint, key, secret }: Access): RealClient => {
  const lrs = new TinCan.LRS({ endpoint, username: key, password: secret, allowFail: false });
  const made = (statement: Attached) => new TinCan.Statement(statement);
  const place = ({ agent, activityId }: { agent: Actor; activityId: string }) => ({
    agent: new TinCan.Agent(agent),
    activity: new TinCan.Activity({ id: activityId }),
  });
  return {
    sendStatement: async (statement) => {
      await told((callback) => lrs.saveStatement(made(plain(statement)), { callback }));
    },
    sendStatements: async (statements) => {
      const all = statements.map((statement) => made(plain(statement)));
      await told((callback) => lrs.saveStatements(all, { callback }));
    },
    sendAttached: async (statement, details, content) => {
      const attached = { ...statement, attachments: [{ ...details, content }] };
      await told((callback) => lrs.saveStatement(made(attached), { callback }));
    },
    findIds: async ({ agent, verb, limit }) => {
      const params = { agent: new TinCan.Agent(agent), verb: new TinCan.Verb({ id: verb }), limit };
      const ids: string[] = [];
      let page = await told<Listing>((callback) => lrs.queryStatements({ params, callback }));
      for (;;) {
        ids.push(...page.statements.map(({ id }) => id));
        const url = page.more;
        if (!url) return ids;
        page = await told<Listing>((callback) => lrs.moreStatements({ url, callback }));
      }
    },
    writeState: async (at, document) => {
      await told((callback) => lrs.saveState(at.id, document, { ...place(at), ...json, callback }));
    },
    readState: async (at) => {
      const state = await told<Document | null>((callback) =>
        lrs.retrieveState(at.id, { ...place(at), callback }),
      );
      return state?.contents;
    },
    writeProfile: async (at, document, expected) => {
      const last = expected === 'none' ? {} : { lastSHA1: expected.etag };
      await told((callback) =>
        lrs.saveAgentProfile(at.id, document, { ...place(at), ...json, ...last, callback }),
      );
    },
    readProfile: async (at) => {
      const { contents, etag } = await told<Document>((callback) =>
        lrs.retrieveAgentProfile(at.id, { ...place(at), callback }),
      );
      return { document: contents, etag };
    },
  };
};

function plain({ attachments: _, ...statement }: Statement): Attached {
  return statement;
}
