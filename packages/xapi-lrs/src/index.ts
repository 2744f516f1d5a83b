export { type LrsCaller, type Scope, scopes } from './caller.ts';
export { createFolderAttachments } from './folder-attachments.ts';
export { etagOf } from './http/documents/etag.ts';
export type { ErrorLog } from './http/errors.ts';
export type { Limits } from './http/limits.ts';
export { createLrs, type LrsOptions } from './http/lrs.ts';
export { type OutgoingPart, writeMultipart } from './http/multipart/multipart-answer.ts';
export { type PartFile, receiveFiles } from './http/multipart/part-files.ts';
export { boundaryOf, readParts } from './http/multipart/read-parts.ts';
export { readBytes } from './http/request/body.ts';
export { mediaTypeOf } from './http/request/media-type.ts';
export type { Json, JsonObject } from './json.ts';
export { createMemoryAttachments } from './memory/memory-attachments.ts';
export { createMemoryStore } from './memory/memory-store.ts';
export type { LastQuestions, LrsDatabase, LrsTransaction } from './postgres/database.ts';
export { writeDocument } from './postgres/documents.ts';
export { deleteStatements } from './postgres/erasing/delete-statements.ts';
export {
  type ErasedStatements,
  type ErasureOptions,
  eraseActors,
} from './postgres/erasing/erase-actors.ts';
export {
  countExpiredDocuments,
  deleteDocumentsOf,
  deleteExpiredDocuments,
  deleteNamesOf,
} from './postgres/erasing/erase-records.ts';
export { countExpired, type Expired, findExpired } from './postgres/erasing/find-expired.ts';
export { findMentions, findVoidedMentions } from './postgres/erasing/find-mentions.ts';
export type { ReplacementOf } from './postgres/erasing/replace-actors.ts';
export { replaceInPrepared } from './postgres/erasing/replace-in-prepared.ts';
export type { PlacedStatement } from './postgres/listing/find-statements.ts';
export {
  countAfter,
  latestSeq,
  type Selection,
  seqBefore,
  statementsAfter,
} from './postgres/listing/statements-after.ts';
export {
  createPostgresStore,
  type PostgresStore,
  type PostgresStoreOptions,
} from './postgres/postgres-store.ts';
export { appendStatements } from './postgres/saving/append-statements.ts';
export type { AtOnce } from './postgres/saving/save-at-once.ts';
export type { AfterSave, BeforeSave, SaveHooks } from './postgres/saving/save-batches.ts';
export type { SavedStatement } from './postgres/saving/saved-statement.ts';
export { storedAt } from './postgres/sequence.ts';
export { type LrsTable, lrsSchema, lrsTables } from './postgres/tables.ts';
export { FIRST_ADDED_SQL, lockWriting } from './postgres/write-lock.ts';
export { ifiOf, keyOf } from './rules/agent-key.ts';
export { attachmentsOf } from './rules/attachments.ts';
export { checkAuthority } from './rules/authority.ts';
export { checkAgentParameter } from './rules/parameters.ts';
export { type Completion, prepareStatement } from './rules/prepare-statement.ts';
export {
  type Activity,
  type Agent,
  type Identifiers,
  type Statement,
  type Verb,
  voidedVerb,
} from './rules/statement.ts';
export { checkStatement } from './rules/statement-rules.ts';
export { millisecondsOf } from './rules/values/timestamp.ts';
export type {
  AttachmentStore,
  DocumentContent,
  DocumentKey,
  DocumentScope,
  DocumentStore,
  Expected,
  LrsStore,
  Mention,
  MetadataStore,
  PreparedStatement,
  StatementFilter,
  StatementPage,
  StatementStore,
  StoredDocument,
  StoredStatement,
} from './store.ts';
export { ErasedActorError, StatementConflictError, VoidingRefusedError } from './store.ts';
export { type Version, versions } from './version.ts';
export { type Complaint, XapiError } from './xapi-error.ts';
