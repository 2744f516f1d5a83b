import { newId } from '../idp/messages.ts';

/** A signed message taken apart, and what an attacker makes of it. */
export interface Pieces {
  /** The whole message. */
  message: string;
  /** What is signed, with its signature. */
  signed: string;
  /** What is signed, without its signature. */
  bare: string;
  signature: string;
  /** Of another person, with another id, unsigned. */
  evil: string;
  /** As `evil`, with the signature in the place where it belongs. */
  evilSigned: string;
}

/** The name that the attacker would like to have. */
export const EVIL = 'admin-of-all';

const SIGNATURE = /<Signature\b[\s\S]*?<\/Signature>/;

/** @param name of the element that is signed */
export function takeApart(message: string, name: string, nameId: string): Pieces {
  const element = new RegExp(`<(\\w+):${name}\\b[\\s\\S]*</\\1:${name}>`);
  const signed = element.exec(message)?.[0] ?? '';
  const signature = SIGNATURE.exec(signed)?.[0] ?? '';
  const bare = signed.replace(signature, '');
  const forge = (text: string) =>
    text.replace(/ ID="[^"]+"/, ` ID="${newId()}"`).replace(`>${nameId}<`, `>${EVIL}<`);
  return { message, signed, bare, signature, evil: forge(bare), evilSigned: forge(signed) };
}

/** Puts a text before the end of an element's last tag. */
export function append(element: string, child: string): string {
  const end = element.lastIndexOf('</');
  return element.slice(0, end) + child + element.slice(end);
}

/** Puts something inside the signature, where XML Signature has room for objects. */
export const inObject = (signature: string, child: string) =>
  append(signature, `<Object>${child}</Object>`);
