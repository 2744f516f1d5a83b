/** Speaks xAPI 2.0 with one hub. */
export interface LrsClient {
  /** @param path below the host, such as `/xapi/statements?limit=1` or a `more` */
  ask(path: string): Promise<Response>;
  /** POSTs statements. */
  send(statements: readonly object[]): Promise<Response>;
  /** PUTs a document. */
  put(path: string, document: object): Promise<Response>;
}

/** A credential outlives the process that made it, so it goes with any hub on the same database. */
export function lrsClient({ url }: { url: string }, authorization: string): LrsClient {
  const headers = { Authorization: authorization, 'X-Experience-API-Version': '2.0.0' };
  const sendJson = (method: string, path: string, body: object) =>
    fetch(new URL(path, url), {
      method,
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  return {
    ask: (path) => fetch(new URL(path, url), { headers }),
    send: (statements) => sendJson('POST', '/xapi/statements', statements),
    put: (path, document) => sendJson('PUT', path, document),
  };
}

export interface Page {
  statements: { id: string; stored: string }[];
  more: string;
  /** X-Experience-API-Consistent-Through. */
  through: string;
}

export async function askPage({ ask }: LrsClient, path: string): Promise<Page> {
  const response = await ask(path);
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  const through = response.headers.get('X-Experience-API-Consistent-Through') ?? '';
  return { ...JSON.parse(text), through };
}
