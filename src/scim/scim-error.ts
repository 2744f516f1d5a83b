/** RFC 7644 3.12, table 9, and RFC 9865 5.2 for cursors. */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'invalidVers'
  | 'sensitive'
  | 'invalidCursor'
  | 'expiredCursor'
  | 'invalidCount';

const ERROR_URN = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** An error response of RFC 7644 3.12. `detail` is shown to the client. */
export class ScimError extends Error {
  override readonly name = 'ScimError';
  /** HTTP status. */
  readonly status: number;
  readonly scimType: ScimType | undefined;
  /** HTTP headers that go with the response, such as `Retry-After`. */
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    status: number,
    detail: string,
    { scimType, headers }: { scimType?: ScimType; headers?: Record<string, string> } = {},
  ) {
    super(detail);
    this.status = status;
    this.scimType = scimType;
    this.headers = headers ?? {};
  }

  /** The body of the response. */
  get body() {
    return {
      schemas: [ERROR_URN],
      status: String(this.status),
      ...(this.scimType && { scimType: this.scimType }),
      detail: this.message,
    };
  }
}

/** 400 with the keyword. */
export function badRequest(scimType: ScimType, detail: string): ScimError {
  return new ScimError(400, detail, { scimType });
}
