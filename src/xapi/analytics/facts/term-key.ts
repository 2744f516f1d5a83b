import { hash } from 'node:crypto';

/** What facts name by a number; its text is kept once, in `lrs_term`. */
export type TermKind = 'actor' | 'verb' | 'activity';

export interface Term {
  key: number;
  kind: TermKind;
  text: string;
}

const KNOWN_MAX = 20_000;
const known = new Map<string, number>();

/** 52 bits of a hash: a number that JavaScript holds exactly; a million texts meet once in 10,000 hubs. */
export function termKey(kind: TermKind, text: string): number {
  const name = `${kind}:${text}`;
  const cached = known.get(name);
  if (cached !== undefined) return cached;
  const key = Number.parseInt(hash('sha256', name).slice(0, 13), 16);
  if (known.size >= KNOWN_MAX) known.clear();
  known.set(name, key);
  return key;
}
