import { createHash } from 'node:crypto';
import type { PreparedStatement } from '../store.ts';
import type { Version } from '../version.ts';
import { ifiOf } from './agent-key.ts';
import type { Actor, Statement } from './statement.ts';
import { voidedVerb } from './statement.ts';

export interface Completion {
  /** Of a statement that brought no id. */
  id: string;
  /** Of a statement that brought no version: that of the request. */
  version: Version;
  /** Who vouches for it; takes the place of the authority that the statement claims. */
  authority: Actor;
}

/** Completes a checked statement and takes it apart for a store. */
export function prepareStatement(statement: Statement, completion: Completion): PreparedStatement {
  const id = (statement.id ?? completion.id).toLowerCase();
  const { stored: _, ...rest } = statement;
  const json = JSON.stringify({
    ...rest,
    id,
    authority: completion.authority,
    version: completion.version,
  });
  const refersTo =
    statement.object.objectType === 'StatementRef' ? statement.object.id.toLowerCase() : undefined;
  return {
    id,
    version: completion.version,
    json,
    hasTimestamp: statement.timestamp !== undefined,
    hash: createHash('sha256').update(json).digest('hex'),
    verb: statement.verb.id,
    registration: statement.context?.registration?.toLowerCase(),
    agents: [{ key: ifiOf(statement.actor) ?? '', direct: true }],
    activities: [],
    authority: ifiOf(completion.authority) ?? '',
    refersTo,
    voids: refersTo !== undefined && statement.verb.id === voidedVerb,
    definitions: [],
    names: [],
    attachments: [],
  };
}
