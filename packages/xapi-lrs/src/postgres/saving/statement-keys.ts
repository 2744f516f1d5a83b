import type { Mention, PreparedStatement } from '../../store.ts';
import {
  activityKey,
  agentKey,
  authorityKey,
  type Key,
  registrationKey,
  relatedKey,
  verbKey,
} from '../key.ts';

/** Every key that a filter finds the statement by, each once. */
export function keysOf(statement: PreparedStatement): Key[] {
  const { verb, registration, agents, activities } = statement;
  const authority = authorityKey(agentKey(statement.authority));
  const keys = new Set([
    verbKey(verb),
    ...(registration ? [registrationKey(registration)] : []),
    ...mentionKeys(activities, activityKey),
    ...mentionKeys(agents, agentKey),
    authority,
  ]);
  // As authority it is found among related agents already.
  keys.delete(relatedKey(authority));
  return [...keys];
}

function mentionKeys(mentions: readonly Mention[], keyOf: (text: string) => Key): Key[] {
  const direct = new Set(mentions.filter((mention) => mention.direct).map(({ key }) => key));
  const related = new Set(mentions.map(({ key }) => key).filter((key) => !direct.has(key)));
  return [...[...direct].map(keyOf), ...[...related].map((key) => relatedKey(keyOf(key)))];
}
