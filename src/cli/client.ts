/** The hub's API as the command line uses it. */
export interface HubClient {
  get(path: string): Promise<unknown>;
  send(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<unknown>;
  upload(path: string, form: FormData): Promise<unknown>;
  download(path: string): Promise<Response>;
}

/** A problem that the hub answered, in one readable line. */
class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export function createClient(url: string, headers: Record<string, string>): HubClient {
  async function call(path: string, init: RequestInit): Promise<Response> {
    const response = await fetch(new URL(path, url), {
      ...init,
      headers: { ...headers, ...init.headers },
    }).catch((cause) => {
      throw new ApiError(
        0,
        `No hub answers at ${url}. Is it running? (${cause.cause?.code ?? cause.message})`,
      );
    });
    if (!response.ok) throw await problemOf(response);
    return response;
  }
  const json = async (path: string, init: RequestInit) => {
    const text = await (await call(path, init)).text();
    return text ? JSON.parse(text) : undefined;
  };
  return {
    get: (path) => json(path, {}),
    send: (method, path, body) =>
      json(path, {
        method,
        ...(body !== undefined && {
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        }),
      }),
    upload: (path, form) => json(path, { method: 'POST', body: form }),
    download: (path) => call(path, {}),
  };
}

async function problemOf(response: Response): Promise<ApiError> {
  const text = await response.text();
  try {
    const { detail, requestId } = JSON.parse(text);
    const hint = response.status === 401 ? ' Give a key in HUB_API_KEY.' : '';
    return new ApiError(
      response.status,
      `${detail}${hint} (${response.status}, request ${requestId})`,
    );
  } catch {
    return new ApiError(
      response.status,
      `The hub answered ${response.status}: ${text.slice(0, 200)}`,
    );
  }
}
