import type { JsonObject } from '../../json.ts';
import type { Mention, PreparedStatement } from '../../store.ts';
import {
  activityKeys,
  agentKeys,
  hashNumber,
  type Key,
  type Keys,
  registrationKey,
  verbKey,
} from '../key.ts';

/** A statement with all that can be said of it before its transaction begins. */
export interface ReadyStatement {
  statement: PreparedStatement;
  /** First half of the hash, as PostgreSQL writes a UUID. */
  hash: string;
  /** Every key that a filter finds it by, each once. */
  keys: readonly Key[];
  definitions: BroughtDefinition[];
  names: GivenName[];
}

export interface BroughtDefinition {
  key: Key;
  activityId: string;
  definition: JsonObject;
  /** Hash of the definition. */
  mark: string;
}

export interface GivenName {
  key: Key;
  ifi: string;
  name: string;
}

export function readyStatement(statement: PreparedStatement): ReadyStatement {
  return {
    statement,
    hash: uuidOf(statement.hash),
    keys: keysOf(statement),
    definitions: statement.definitions.map(({ activityId, definition }) => ({
      key: activityKeys(activityId).direct,
      activityId,
      definition,
      mark: hashNumber(JSON.stringify(definition)),
    })),
    names: statement.names.map(({ ifi, name }) => ({
      key: agentKeys(ifi).direct,
      ifi,
      name,
    })),
  };
}

function uuidOf(hex: string): string {
  const part = (from: number, to: number) => hex.slice(from, to);
  return `${part(0, 8)}-${part(8, 12)}-${part(12, 16)}-${part(16, 20)}-${part(20, 32)}`;
}

function keysOf({ verb, registration, agents, activities, authority }: PreparedStatement): Key[] {
  const voucher = agentKeys(authority);
  const keys = new Set([verbKey(verb), voucher.authority]);
  if (registration) keys.add(registrationKey(registration));
  addMentions(keys, activities, activityKeys);
  addMentions(keys, agents, agentKeys);
  // As authority it is found among related agents already.
  keys.delete(voucher.related);
  return [...keys];
}

function addMentions(
  keys: Set<Key>,
  mentions: readonly Mention[],
  keysOfText: (text: string) => Keys,
): void {
  for (const { key, direct } of mentions) if (direct) keys.add(keysOfText(key).direct);
  for (const { key, direct } of mentions) {
    if (direct) continue;
    const { direct: found, related } = keysOfText(key);
    if (!keys.has(found)) keys.add(related);
  }
}
