import { keyOf } from '../../rules/agent-key.ts';
import { mentionsOf } from '../../rules/preparing/mentions.ts';
import { statementHash } from '../../rules/preparing/statement-hash.ts';
import type { Statement } from '../../rules/statement.ts';
import type { PreparedStatement } from '../../store.ts';
import { type ReplacementOf, replaceActors } from './replace-actors.ts';
import { hashesOf } from './stored-statement.ts';

/** A prepared statement without its erased actors, as if it had been sent so; the same if there are none. */
export function replaceInPrepared(
  prepared: PreparedStatement,
  replacementOf: ReplacementOf,
): PreparedStatement {
  const completed: Statement = JSON.parse(prepared.json);
  const replaced = replaceActors(completed, replacementOf);
  const { authority } = replaced;
  if (replaced === completed || !authority) return prepared;
  const left = new Set(hashesOf(replaced));
  return {
    ...prepared,
    json: JSON.stringify(replaced),
    hash: statementHash(replaced),
    agents: mentionsOf(replaced, authority).agents,
    authority: keyOf(authority),
    names: prepared.names.filter(({ ifi }) => replacementOf(ifi) === undefined),
    attachments: prepared.attachments.filter((sha2) => left.has(sha2)),
    source: replaced,
  };
}
