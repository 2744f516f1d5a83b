import { randomUUID } from 'node:crypto';

/** Everything is new in each test, so that tests may share an LRS with others and with the past. */
export const newId = (): string => randomUUID();
export const newActivity = (): { id: string } => ({ id: `http://example.org/${randomUUID()}` });
export const newAgent = (): { mbox: string } => ({ mbox: `mailto:${randomUUID()}@example.org` });

export const voidedVerb = { id: 'http://adlnet.gov/expapi/verbs/voided' };
export const verb = { id: 'http://adlnet.gov/expapi/verbs/experienced', display: { en: 'saw' } };

export interface Sample {
  id: string;
  actor: { mbox: string };
  verb: { id: string };
  object: object;
}

export function sample<T extends object>(more?: T): Sample & T {
  return { id: newId(), actor: newAgent(), verb, object: newActivity(), ...more } as Sample & T;
}

export function subStatement(more: object = {}): object {
  return { objectType: 'SubStatement', actor: newAgent(), verb, object: newActivity(), ...more };
}

export const reference = (id: string): object => ({ objectType: 'StatementRef', id });
export const voiding = (id: string): Sample => sample({ verb: voidedVerb, object: reference(id) });
