import { ifiOf } from '../../rules/agent-key.ts';
import { isSignature } from '../../rules/attachments.ts';
import { rewrite } from '../../rules/rewriting/rewrite.ts';
import type { Agent, Group, Identifiers, Statement } from '../../rules/statement.ts';

/** Who takes the place of an erased actor, told by its IFI; undefined for whom stays. */
export type ReplacementOf = (ifi: string) => Identifiers | undefined;

/**
 * A statement without its erased actors, wherever they stand: their names go with them, and the
 * signatures, which hold the whole statement as it was. The same object when nobody is erased.
 */
export function replaceActors(statement: Statement, replacementOf: ReplacementOf): Statement {
  let isChanged = false;
  const replaced = <A extends Agent | Group>(actor: A): A => {
    const ifi = ifiOf(actor);
    const identifiers = ifi === undefined ? undefined : replacementOf(ifi);
    if (!identifiers) return actor;
    isChanged = true;
    const { name: _n, mbox: _m, mbox_sha1sum: _s, openid: _o, account: _a, ...rest } = actor;
    // Sound because what is left of the actor has the place of its kind, and identifiers again.
    return { ...rest, ...identifiers } as A;
  };
  const agent = (one: Agent): Agent => replaced(one);
  const group = (one: Group): Group => {
    const { member, ...identified } = replaced(one);
    return { ...identified, ...(member && { member: member.map(agent) }) };
  };
  const rewritten = rewrite(statement, {
    agent,
    group,
    verb: (verb) => verb,
    activity: (activity) => activity,
  });
  return isChanged ? withoutSignatures(rewritten) : statement;
}

function withoutSignatures(statement: Statement): Statement {
  const { object } = statement;
  const outer = unsigned(statement);
  return object.objectType === 'SubStatement' ? { ...outer, object: unsigned(object) } : outer;
}

function unsigned<T extends Pick<Statement, 'attachments'>>(part: T): T {
  const { attachments, ...rest } = part;
  if (!attachments?.some(isSignature)) return part;
  const kept = attachments.filter((attachment) => !isSignature(attachment));
  // Sound because attachments are optional.
  return { ...rest, ...(kept.length > 0 && { attachments: kept }) } as T;
}
