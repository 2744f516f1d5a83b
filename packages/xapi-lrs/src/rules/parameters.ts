import type { Version } from '../version.ts';
import { XapiError } from '../xapi-error.ts';
import { ifiOf } from './agent-key.ts';
import type { Actor } from './statement.ts';

/** An agent or identified group that a parameter named. */
export interface NamedActor {
  actor: Actor;
  /** As `ifiOf` gives it. */
  key: string;
}

/**
 * The value of an `agent` parameter.
 * @param text JSON
 * @throws XapiError 400
 */
export function checkAgentParameter(text: string, _version: Version): NamedActor {
  const actor = JSON.parse(text) as Actor;
  return { actor, key: ifiOf(actor) ?? '' };
}

/** @throws XapiError 400 naming the parameter */
export function checkTimestamp(text: string, name: string, _version: Version): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime()))
    throw new XapiError(400, { message: `${name} is no timestamp.` });
  return date;
}

/**
 * The UUID in lower case.
 * @throws XapiError 400 naming the parameter
 */
export function checkUuid(text: string, _name: string): string {
  return text.toLowerCase();
}

/** @throws XapiError 400 naming the parameter */
export function checkIri(text: string, _name: string): string {
  return text;
}
