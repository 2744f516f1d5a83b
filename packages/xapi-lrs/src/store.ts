import type { Readable } from 'node:stream';
import type { JsonObject } from './json.ts';
import type { Statement } from './rules/statement.ts';
import type { Version } from './version.ts';

/** An agent or activity that a statement names, as filters look for it. */
export interface Mention {
  /** Of an agent or identified group its IFI as `ifiOf` writes it; of an activity its id. */
  key: string;
  /** Whether `agent` or `activity` finds it without `related_agents` or `related_activities`. */
  direct: boolean;
}

/** A statement as it is handed to a store: checked, completed but for `stored`, and taken apart. */
export interface PreparedStatement {
  /** UUID in lower case. */
  id: string;
  version: Version;
  /** Exact JSON text with id, authority and version, without `stored` (and maybe `timestamp`). */
  json: string;
  /** Whether `json` has a timestamp; else the store adds one that equals `stored`. */
  hasTimestamp: boolean;
  /** SHA-256 in hexadecimal of what makes statements with the same id equal (xAPI 2.0 4.2.1). */
  hash: string;
  verb: string;
  registration: string | undefined;
  agents: Mention[];
  activities: Mention[];
  /** IFI of the authority, for readers that may only see their own. */
  authority: string;
  /** Id of the statement that the object refers to (StatementRef). */
  refersTo: string | undefined;
  /** Whether it voids the statement that it refers to. */
  voids: boolean;
  /** Definitions that it brings along, to be merged into those of the activities. */
  definitions: { activityId: string; definition: JsonObject }[];
  /** Names of its agents, for `GET /agents`. */
  names: { ifi: string; name: string }[];
  /** Hashes (`sha2`) of attachments whose content is stored. */
  attachments: string[];
  /** The checked statement that `json` completes, where it is at hand: spares parsing it again. */
  source?: Statement;
}

export interface StoredStatement {
  id: string;
  /** Exact JSON text, with `stored`. */
  json: string;
  stored: Date;
  voided: boolean;
}

export interface StatementFilter {
  agent?: string | undefined;
  relatedAgents: boolean;
  verb?: string | undefined;
  activity?: string | undefined;
  relatedActivities: boolean;
  registration?: string | undefined;
  /** Stored after this time. */
  since?: Date | undefined;
  /** Stored at or before this time. */
  until?: Date | undefined;
  ascending: boolean;
  /** Statements on a page, at least 1. */
  limit: number;
  /** Only statements of this authority. */
  authority?: string | undefined;
}

export interface StatementPage {
  statements: StoredStatement[];
  /** Where the next page begins, for `continueStatements`; undefined on the last. */
  next: string | undefined;
}

/** Another statement has this id. */
export class StatementConflictError extends Error {
  override name = 'StatementConflictError';
  /** Place in the batch. */
  readonly index: number;

  constructor(index: number, id: string) {
    super(`Another statement has the id ${id}.`);
    this.index = index;
  }
}

/** A voiding statement cannot be voided (xAPI 1.0.3 2.3.2). */
export class VoidingRefusedError extends Error {
  override name = 'VoidingRefusedError';
  readonly index: number;

  constructor(index: number, id: string) {
    super(`The statement ${id} is a voiding statement, which cannot be voided.`);
    this.index = index;
  }
}

/** Somebody whom the statement names has been erased for good. */
export class ErasedActorError extends Error {
  override name = 'ErasedActorError';
  /** Place in the batch. */
  readonly index: number;

  constructor(index: number, id: string) {
    super(`The statement ${id} names somebody who has been erased.`);
    this.index = index;
  }
}

export type DocumentKey =
  | { kind: 'state'; agent: string; activityId: string; registration?: string; id: string }
  | { kind: 'activity-profile'; activityId: string; id: string }
  | { kind: 'agent-profile'; agent: string; id: string };

/** All documents of an activity, an agent, or both; `state` without registration: of all. */
export type DocumentScope =
  | { kind: 'state'; agent: string; activityId: string; registration?: string }
  | { kind: 'activity-profile'; activityId: string }
  | { kind: 'agent-profile'; agent: string };

export interface DocumentContent {
  contentType: string;
  content: Buffer;
  /** SHA-1 of the content in hexadecimal, without quotes. */
  etag: string;
}

export interface StoredDocument extends DocumentContent {
  updated: Date;
}

/** What has to be there for a write: anything, nothing, or the document with this ETag. */
export type Expected = 'anything' | 'nothing' | { etag: string };

export interface StatementStore {
  /**
   * Stores all or nothing; the same statements again change nothing. Answers once they can be read,
   * in the order given, with a time as `consistentThrough` does: near now, for it is what the writing
   * has seen, and may be just before they were stored.
   * @throws StatementConflictError, VoidingRefusedError
   */
  saveStatements(tenant: string, statements: readonly PreparedStatement[]): Promise<Date>;
  /** One statement by id, voided or not as asked. */
  findStatement(tenant: string, id: string): Promise<StoredStatement | undefined>;
  /** Statements that are not voided, by `stored`, newest first unless `ascending`. */
  findStatements(tenant: string, filter: StatementFilter): Promise<StatementPage>;
  /** Goes on where a page ended. Undefined when the cursor is none of this tenant's. */
  continueStatements(tenant: string, cursor: string): Promise<StatementPage | undefined>;
  /** Everything that was stored until then can be read. */
  consistentThrough(tenant: string): Promise<Date>;
}

export interface DocumentStore {
  findDocument(tenant: string, key: DocumentKey): Promise<StoredDocument | undefined>;
  /** Ids, those changed after `since` when given. */
  listDocuments(tenant: string, scope: DocumentScope, since: Date | undefined): Promise<string[]>;
  /** Writes when what is there is as expected, in one step; else answers false and changes nothing. */
  writeDocument(
    tenant: string,
    key: DocumentKey,
    document: DocumentContent,
    expected: Expected,
  ): Promise<boolean>;
  /** As `writeDocument`; a document that is not there counts as deleted. */
  deleteDocument(tenant: string, key: DocumentKey, expected: Expected): Promise<boolean>;
  deleteDocuments(tenant: string, scope: DocumentScope): Promise<void>;
}

export interface MetadataStore {
  /** The merged definitions by activity id, of those that a statement defined. */
  findDefinitions(
    tenant: string,
    activityIds: readonly string[],
  ): Promise<ReadonlyMap<string, JsonObject>>;
  /** Names that statements gave to an agent, latest first. */
  findNames(tenant: string, ifi: string): Promise<string[]>;
}

export interface LrsStore extends StatementStore, DocumentStore, MetadataStore {}

/** Content of attachments, by tenant and `sha2` in lower-case hexadecimal. */
export interface AttachmentStore {
  /** Takes over a file whose hash was checked; the same again does no harm. */
  putFile(tenant: string, sha2: string, path: string): Promise<void>;
  get(tenant: string, sha2: string): Promise<Readable | undefined>;
}
