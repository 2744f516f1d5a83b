import { createHash } from 'node:crypto';
import { ifiOf } from '@crosswalk/xapi-lrs';

interface Known {
  personId: string;
  email: string | null;
  identities: readonly { issuer: string; subject: string }[];
}

/**
 * Every IFI by which statements may know a person: their account of the hub, their e-mail address and
 * its hash, and what the identities that the outside knows them by may have become.
 */
export function identifiersOf({ personId, email, identities }: Known, hub: string): string[] {
  const actors = [
    { account: { homePage: hub, name: personId } },
    ...(email ? mailboxesOf(email) : []),
    ...identities.flatMap(({ issuer, subject }) => [
      ...(isIri(issuer) ? [{ account: { homePage: issuer, name: subject } }] : []),
      ...(isIri(subject) ? [{ openid: subject }] : []),
      ...(subject.includes('@') ? mailboxesOf(subject) : []),
    ]),
  ];
  return withVariants(actors.flatMap((actor) => ifiOf(actor) ?? []));
}

/** As typed and in lower case: senders write addresses either way. */
function mailboxesOf(address: string): { mbox: string }[] {
  return [...new Set([address, address.toLowerCase()])].map((one) => ({ mbox: `mailto:${one}` }));
}

/** With the hash of each mailbox, by which statements may name it instead. */
export function withVariants(ifis: readonly string[]): string[] {
  return [...new Set(ifis.flatMap((ifi) => [ifi, ...hashOf(ifi)]))];
}

function hashOf(ifi: string): string[] {
  if (!ifi.startsWith('mbox:')) return [];
  return [`mbox_sha1sum:${createHash('sha1').update(ifi.slice('mbox:'.length)).digest('hex')}`];
}

const isIri = (text: string): boolean => /^https?:\/\/\S+$/.test(text);
