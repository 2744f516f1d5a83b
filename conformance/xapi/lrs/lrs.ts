import { startSmallLrs } from './small-lrs.ts';

export const versions = ['1.0.3', '2.0.0'] as const;
export type Version = (typeof versions)[number];

/** Those that are undefined are left out. */
export type Fields = Record<string, string | undefined>;

export interface Asked {
  query?: Fields;
  /** Sent as X-Experience-API-Version; 2.0.0 unless given, none when null. */
  version?: string | null;
  headers?: Fields;
  /** Sent as application/json. */
  json?: unknown;
  body?: BodyInit;
}

export interface Answer {
  status: number;
  headers: Headers;
  bytes: Buffer;
  /** The body, parsed; its shape is what the test is about. */
  // biome-ignore lint/suspicious/noExplicitAny: each test looks at another shape
  json: any;
}

export interface Lrs {
  /** Without a slash at its end. */
  endpoint: string;
  ask(method: string, path: string, asked?: Asked): Promise<Answer>;
  close(): Promise<void>;
}

/**
 * The LRS under test: that of XAPI_ENDPOINT with the credential XAPI_KEY and XAPI_SECRET, whose scope
 * is `all` and whose tenant has strictStateConcurrency; else a small app of the package.
 */
export async function openLrs(): Promise<Lrs> {
  const { XAPI_ENDPOINT, XAPI_KEY = '', XAPI_SECRET = '' } = process.env;
  if (XAPI_ENDPOINT !== undefined) {
    const endpoint = XAPI_ENDPOINT.replace(/\/$/, '');
    return { ...client(endpoint, XAPI_KEY, XAPI_SECRET), close: async () => undefined };
  }
  const small = await startSmallLrs();
  return { ...client(small.endpoint, small.key, small.secret), close: small.close };
}

function client(endpoint: string, key: string, secret: string): Pick<Lrs, 'endpoint' | 'ask'> {
  const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
  return {
    endpoint,
    async ask(method, path, { query, version = '2.0.0', headers, json, body } = {}) {
      const url = new URL(path.startsWith('http') ? path : `${endpoint}${path}`);
      for (const [name, value] of given(query)) url.searchParams.append(name, value);
      const sent = json === undefined ? body : JSON.stringify(json);
      const response = await fetch(url, {
        method,
        headers: {
          Authorization: authorization,
          ...(version !== null && { 'X-Experience-API-Version': version }),
          ...(json !== undefined && { 'Content-Type': 'application/json' }),
          ...Object.fromEntries(given(headers)),
        },
        ...(sent !== undefined && { body: sent }),
      });
      const bytes = Buffer.from(await response.arrayBuffer());
      return {
        status: response.status,
        headers: response.headers,
        bytes,
        get json() {
          return JSON.parse(bytes.toString());
        },
      };
    },
  };
}

function given(fields: Fields = {}): [name: string, value: string][] {
  return Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
}
