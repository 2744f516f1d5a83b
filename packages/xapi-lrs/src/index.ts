export { type LrsCaller, type Scope, scopes } from './caller.ts';
export type { ErrorLog } from './http/errors.ts';
export type { Limits } from './http/limits.ts';
export { createLrs, type LrsOptions } from './http/lrs.ts';
export type { Json, JsonObject } from './json.ts';
export { createMemoryAttachments } from './memory/memory-attachments.ts';
export { createMemoryStore } from './memory/memory-store.ts';
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
export { StatementConflictError, VoidingRefusedError } from './store.ts';
export { type Version, versions } from './version.ts';
export { type Complaint, XapiError } from './xapi-error.ts';
