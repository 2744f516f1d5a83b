/** What a page knows of an LRS. */
export interface Access {
  endpoint: string;
  key: string;
  secret: string;
}

export interface Actor {
  objectType: 'Agent';
  mbox: string;
}

export interface Attachment {
  usageType: string;
  display: Record<string, string>;
  contentType: string;
  length?: number;
  sha2?: string;
}

export interface Statement {
  id: string;
  actor: Actor;
  verb: { id: string };
  object: { objectType: 'Activity'; id: string };
  context: { registration: string };
  attachments?: Attachment[];
}

/** Which statements, and how many on a page. */
export interface Filter {
  agent: Actor;
  verb: string;
  limit: number;
}

/** Where a document is. */
export interface Place {
  agent: Actor;
  activityId: string;
  /** stateId or profileId */
  id: string;
}

export interface Read {
  document: unknown;
  etag: string;
}

/** Which document a write replaces: the one with this ETag, or none. */
export type Expected = { etag: string } | 'none';

/** An answer that the client tells as an error; status 0: there was none. */
export interface Failure {
  failed: number;
}

/** What real clients have in common; the methods reject with a `Failure`. */
export interface RealClient {
  sendStatement(statement: Statement): Promise<void>;
  sendStatements(statements: Statement[]): Promise<void>;
  /** With one text as its attachment; `details` without length and hash. */
  sendAttached(statement: Statement, details: Attachment, text: string): Promise<void>;
  /** Ids, newest first, page after page by `more`. */
  findIds(filter: Filter): Promise<string[]>;
  writeState(place: Place, document: object): Promise<void>;
  readState(place: Place): Promise<unknown>;
  writeProfile(place: Place, document: object, expected: Expected): Promise<void>;
  readProfile(place: Place): Promise<Read>;
}

declare global {
  interface Window {
    /** Set by a driver's script. */
    openClient(access: Access): RealClient;
  }
}
