import type { Version } from '../version.ts';
import { XapiError } from '../xapi-error.ts';
import { ifiOf } from './agent-key.ts';
import { actor as actorRule } from './shapes/actors.ts';
import { type Fault, fault, misfit, pointerOf, type Rule } from './shapes/rule.ts';
import { iri, timestamp, uuid } from './shapes/value-rules.ts';
import type { Actor } from './statement.ts';
import { millisecondsOf } from './values/timestamp.ts';

/** xAPI 1.0.3 data 2.2: parameters keep the rules of the same values in statements. */
const requirement = 'XAPI-00012';

/** An agent or identified group that a parameter named. */
export interface NamedActor {
  actor: Actor;
  /** As `ifiOf` gives it. */
  key: string;
}

/**
 * The value of an `agent` parameter.
 * @param text JSON
 * @throws XapiError 400; its pointer goes into the agent
 */
export function checkAgentParameter(text: string): NamedActor {
  const actor = parsed(text);
  assertActor(actor);
  const key = ifiOf(actor);
  if (key === undefined) {
    throw refusal(
      'agent',
      fault('is an anonymous Group', 'an Agent or identified Group', requirement),
    );
  }
  return { actor, key };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refusal('agent', misfit(text, 'an Agent as JSON', requirement));
  }
}

function assertActor(input: unknown): asserts input is Actor {
  check(input, 'agent', actorRule(requirement));
}

/**
 * @param name of the parameter
 * @throws XapiError 400
 */
export function checkTimestamp(text: string, name: string, version: Version): Date {
  check(text, name, timestamp(version, requirement));
  return new Date(millisecondsOf(text, version) ?? Number.NaN);
}

/**
 * The UUID in lower case.
 * @param name of the parameter
 * @throws XapiError 400
 */
export function checkUuid(text: string, name: string): string {
  check(text, name, uuid(requirement));
  return text.toLowerCase();
}

/**
 * @param name of the parameter
 * @throws XapiError 400
 */
export function checkIri(text: string, name: string): string {
  check(text, name, iri(requirement));
  return text;
}

function check(value: unknown, name: string, rule: Rule): void {
  const broken = rule(value);
  if (broken !== undefined) throw refusal(name, broken);
}

function refusal(name: string, broken: Fault): XapiError {
  const pointer = pointerOf(broken);
  const place = pointer === '' ? name : `${pointer} of ${name}`;
  return new XapiError(400, {
    message: `The parameter ${place} ${broken.found}.`,
    pointer,
    expected: broken.expected,
    requirement: broken.requirement,
  });
}
