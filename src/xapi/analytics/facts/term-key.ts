import { hash } from 'node:crypto';

/** What facts name by a number; its text is kept once, in `lrs_term`. */
export type TermKind = 'actor' | 'verb' | 'activity';

export interface Term {
  key: number;
  kind: TermKind;
  text: string;
}

/** Of a kind. */
const KNOWN_MAX = 10_000;
const known: Record<TermKind, Map<string, number>> = {
  actor: new Map(),
  verb: new Map(),
  activity: new Map(),
};

/** 52 bits of a hash: a number that JavaScript holds exactly; a million texts meet once in 10,000 hubs. */
export function termKey(kind: TermKind, text: string): number {
  const ofKind = known[kind];
  const cached = ofKind.get(text);
  if (cached !== undefined) return cached;
  const key = Number.parseInt(hash('sha256', `${kind}:${text}`).slice(0, 13), 16);
  if (ofKind.size >= KNOWN_MAX) ofKind.clear();
  ofKind.set(text, key);
  return key;
}
