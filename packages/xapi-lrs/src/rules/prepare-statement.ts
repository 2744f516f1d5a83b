import type { JsonObject } from '../json.ts';
import type { PreparedStatement } from '../store.ts';
import type { Version } from '../version.ts';
import { attachmentsOf, needsContent } from './attachments.ts';
import { authorityOf } from './authority.ts';
import { mentionsOf } from './preparing/mentions.ts';
import { statementHash } from './preparing/statement-hash.ts';
import {
  type Activity,
  type Context,
  type ContextActivities,
  contextActivityKinds,
  type Statement,
  type SubStatement,
  voidedVerb,
} from './statement.ts';
import { inUtc } from './values/timestamp.ts';

export interface Completion {
  /** Of a statement that brought no id. */
  id: string;
  /** Of the request. */
  version: Version;
  /** Who vouches for it; takes the place of the authority that the statement claims. */
  authority: JsonObject;
  /** `sha2` in lower case of contents that came along, needed or not. */
  contents?: ReadonlySet<string>;
}

/** What a statement without a version is given (xAPI 1.0.3 data 2.4.10). */
const ownVersions = { '1.0.3': '1.0.0', '2.0.0': '2.0.0' };

/**
 * Completes a checked statement and takes it apart for a store.
 * @throws XapiError 400 when the authority is none
 */
export function prepareStatement(statement: Statement, completion: Completion): PreparedStatement {
  const { actor: authority, key } = authorityOf(completion.authority);
  const id = (statement.id ?? completion.id).toLowerCase();
  const { actor, verb, object, result, context, timestamp, attachments } = statement;
  const version = statement.version ?? ownVersions[completion.version];
  // Every property that a statement can have, but for `stored`; JSON leaves out what is undefined.
  const completed = {
    id,
    actor,
    verb,
    object:
      object.objectType === 'SubStatement' ? completedSub(object, completion.version) : object,
    result,
    context: context && completedContext(context),
    timestamp: timestamp && completedTimestamp(timestamp, completion.version),
    authority,
    version,
    attachments,
  };
  const refersTo = object.objectType === 'StatementRef' ? object.id.toLowerCase() : undefined;
  return {
    id,
    version: version.startsWith('1.') ? '1.0.3' : '2.0.0',
    json: JSON.stringify(completed),
    hasTimestamp: timestamp !== undefined,
    hash: statementHash(statement),
    verb: verb.id,
    registration: context?.registration?.toLowerCase(),
    ...mentionsOf(statement, authority),
    authority: key,
    refersTo,
    voids: refersTo !== undefined && verb.id === voidedVerb,
    attachments: contentsOf(statement, completion.contents),
    source: statement,
  };
}

function completedSub(sub: SubStatement, version: Version): SubStatement {
  if (sub.context === undefined && sub.timestamp === undefined) return sub;
  return {
    ...sub,
    ...(sub.context && { context: completedContext(sub.context) }),
    ...(sub.timestamp && { timestamp: completedTimestamp(sub.timestamp, version) }),
  };
}

/** xAPI 2.0 4.2.7 stores timestamps in UTC; 1.0.3 may keep them. */
function completedTimestamp(timestamp: string, version: Version): string {
  return version === '2.0.0' ? inUtc(timestamp) : timestamp;
}

/** Lists of context activities, even of one (xAPI 1.0.3 data 2.4.6.2). */
function completedContext(context: Context): Context {
  const { contextActivities } = context;
  if (contextActivities === undefined) return context;
  const lists: { [kind in keyof ContextActivities]: Activity[] } = {};
  let areLists = true;
  for (const kind of contextActivityKinds) {
    const activities = contextActivities[kind];
    if (activities === undefined) continue;
    if (!Array.isArray(activities)) areLists = false;
    lists[kind] = Array.isArray(activities) ? activities : [activities];
  }
  return areLists ? context : { ...context, contextActivities: lists };
}

function contentsOf(statement: Statement, brought: ReadonlySet<string> | undefined): string[] {
  const hashes = new Set<string>();
  for (const { attachment } of attachmentsOf(statement)) {
    const sha2 = attachment.sha2.toLowerCase();
    if (needsContent(attachment) || brought?.has(sha2)) hashes.add(sha2);
  }
  return [...hashes];
}
