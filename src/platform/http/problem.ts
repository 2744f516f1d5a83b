/** One thing wrong with the input; `pointer` is a JSON pointer into body, query or path (RFC 6901). */
export interface InputError {
  in: 'body' | 'query' | 'path' | 'header';
  pointer: string;
  detail: string;
}

interface ProblemOptions {
  detail?: string | undefined;
  errors?: InputError[];
  headers?: Record<string, string>;
  cause?: unknown;
}

const titles: Record<number, string> = {
  400: 'Bad request',
  401: 'Not authenticated',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  406: 'Not acceptable',
  409: 'Conflict',
  412: 'Changed meanwhile',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Cannot be processed',
  428: 'Precondition required',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Unavailable',
};

/** An RFC 9457 problem document. `code` is stable, for programs; `detail` is for people. */
export class Problem extends Error {
  override name = 'Problem';
  readonly status: number;
  readonly code: string;
  readonly errors: InputError[] | undefined;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, options: ProblemOptions = {}) {
    super(options.detail ?? titles[status] ?? code, { cause: options.cause });
    this.status = status;
    this.code = code;
    this.errors = options.errors;
    this.headers = options.headers ?? {};
  }

  toJSON(requestId: string) {
    return {
      type: 'about:blank',
      title: titles[this.status] ?? this.code,
      status: this.status,
      code: this.code,
      detail: this.message,
      requestId,
      ...(this.errors && { errors: this.errors }),
    };
  }
}
