/** Where and why a request breaks a rule. */
export interface Complaint {
  message: string;
  /** Place of the statement in its batch, from 0. */
  statement?: number | undefined;
  /** JSON Pointer (RFC 6901) into the statement or document. */
  pointer?: string | undefined;
  /** What would have been right. */
  expected?: string | undefined;
  /** Requirement of the public conformance suite, such as `XAPI-00012`, or a section of the standard. */
  requirement?: string | undefined;
}

/** An answer that the standard asks for: its status, and what is wrong, in the body as JSON. */
export class XapiError extends Error {
  override name = 'XapiError';
  readonly status: number;
  readonly complaint: Complaint;
  readonly headers: Record<string, string>;

  constructor(status: number, complaint: Complaint, headers: Record<string, string> = {}) {
    super(complaint.message);
    this.status = status;
    this.complaint = complaint;
    this.headers = headers;
  }
}
