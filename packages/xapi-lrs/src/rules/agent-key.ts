import type { Actor, Identifiers } from './statement.ts';
import { sameMailbox } from './values/iri.ts';

/**
 * One text for whom an agent or identified group is, equal exactly when the identifiers are; undefined
 * for an anonymous group. A homePage is an IRI, so it holds no `|` of its own.
 */
export function ifiOf(actor: Identifiers): string | undefined {
  if (actor.mbox !== undefined) return `mbox:${sameMailbox(actor.mbox)}`;
  if (actor.account !== undefined) {
    return `account:${actor.account.homePage}|${actor.account.name}`;
  }
  if (actor.mbox_sha1sum !== undefined) return `mbox_sha1sum:${actor.mbox_sha1sum.toLowerCase()}`;
  if (actor.openid !== undefined) return `openid:${actor.openid}`;
  return undefined;
}

/** One text for whom any actor is; of an anonymous group its members in any order. */
export function keyOf(actor: Actor): string {
  return ifiOf(actor) ?? `group:${JSON.stringify(membersOf(actor).map(keyOf).sort())}`;
}

/** Agents of a group; none of an agent. */
function membersOf(actor: Actor): Actor[] {
  return actor.objectType === 'Group' ? (actor.member ?? []) : [];
}
