import { expect } from 'chai';
import { createMemoryStore } from '../src/memory/memory-store.ts';
import type { LrsStore } from '../src/store.ts';
import { XapiError } from '../src/xapi-error.ts';
import { callerOf, lecture, startLrs, state } from './lrs-app.ts';

describe('errors of the LRS', () => {
  async function broken(error: Error, translate?: (error: unknown) => XapiError | undefined) {
    const logged: unknown[] = [];
    const fail = async () => {
      throw error;
    };
    const lrs = await startLrs(undefined, {
      store: { ...createMemoryStore(), findDocument: fail },
      log: { error: ({ err }) => logged.push(err) },
      translate,
    });
    try {
      const response = await lrs.send(state);
      return {
        status: response.status,
        headers: response.headers,
        body: await response.json(),
        logged,
      };
    } finally {
      await lrs.close();
    }
  }

  it('an unexpected error: 500 that tells nothing, and a log line with its cause', async () => {
    const error = new Error('secret detail');
    const { status, body, logged } = await broken(error);
    expect(status).to.equal(500);
    expect(JSON.stringify(body)).not.to.include('secret');
    expect(logged).to.deep.equal([error]);
  });

  it('an error that the app knows becomes what it means, with its headers', async () => {
    const { status, headers, body, logged } = await broken(
      new Error('connection refused'),
      () => new XapiError(503, { message: 'Try again.' }, { 'Retry-After': '2' }),
    );
    expect([status, headers.get('Retry-After'), body]).to.deep.equal([
      503,
      '2',
      { error: 'Try again.' },
    ]);
    expect(logged).to.deep.equal([]);
  });
});

describe('a client that goes away while sending', () => {
  it('leaves neither a log line nor a statement', async () => {
    const logged: unknown[] = [];
    let tell = (_: unknown) => {};
    const failed = new Promise((resolve) => {
      tell = resolve;
    });
    const lrs = await startLrs(undefined, {
      log: { error: ({ err }) => logged.push(err) },
      translate: (error) => {
        tell(error);
        return undefined;
      },
    });
    try {
      const aborting = new AbortController();
      const body = new ReadableStream({
        pull(controller) {
          controller.enqueue(Buffer.from('[{'));
          setTimeout(() => aborting.abort(), 20);
          return new Promise(() => {});
        },
      });
      const gone = await lrs
        .send('/statements', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body,
          signal: aborting.signal,
        })
        .catch((error: unknown) => error);
      expect(gone).to.be.instanceOf(Error);
      await failed;
      expect((await (await lrs.send('/statements')).json()).statements).to.deep.equal([]);
      expect(logged).to.deep.equal([]);
    } finally {
      await lrs.close();
    }
  });
});

describe('answers of the LRS', () => {
  it('a request without version is answered in that of its credential', async () => {
    const all = callerOf('all', ['all']);
    const lrs = await startLrs({
      old: { ...all, defaultVersion: '1.0.3' },
      new: { ...all, defaultVersion: '2.0.0' },
    });
    try {
      for (const [caller, expected] of [
        ['old', '1.0.3'],
        ['new', '2.0.0'],
      ] as const) {
        const headers = { 'X-Experience-API-Version': '' };
        const answer = await lrs.send('/statements', { caller, headers });
        expect(answer.status).to.equal(400);
        expect(answer.headers.get('X-Experience-API-Version')).to.equal(expected);
      }
    } finally {
      await lrs.close();
    }
  });

  it('strictStateConcurrency: when it is off, a PUT without tag replaces a state in 2.0 too', async () => {
    const all = callerOf('all', ['all']);
    const lrs = await startLrs({ all, lenient: { ...all, strictStateConcurrency: false } });
    try {
      const put = async (caller: string) =>
        (await lrs.send(state, { method: 'PUT', caller, json: {} })).status;
      expect([await put('all'), await put('all'), await put('lenient')]).to.deep.equal([
        204, 409, 204,
      ]);
    } finally {
      await lrs.close();
    }
  });

  it('the time told is asked for before what is read; what is written knows it itself', async () => {
    const calls: string[] = [];
    const store = createMemoryStore();
    const told = <K extends keyof LrsStore>(name: K, call: LrsStore[K]): LrsStore[K] => {
      calls.push(name);
      return call;
    };
    const lrs = await startLrs(undefined, {
      store: {
        ...store,
        findStatements: (...asked) => told('findStatements', store.findStatements)(...asked),
        saveStatements: (...asked) => told('saveStatements', store.saveStatements)(...asked),
        consistentThrough: (...asked) =>
          told('consistentThrough', store.consistentThrough)(...asked),
      },
    });
    try {
      await lrs.send('/statements');
      await lrs.send('/statements', { method: 'POST', json: lecture });
      expect(calls).to.deep.equal(['consistentThrough', 'findStatements', 'saveStatements']);
    } finally {
      await lrs.close();
    }
  });
});
