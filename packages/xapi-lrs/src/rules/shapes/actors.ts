import { isMailto } from '../values/iri.ts';
import { type Fault, fault, isObject, misfit, type Rule, under } from './rule.ts';
import { forbidden, required, shape } from './shape.ts';
import { brokenItem, formatted, iri, oneOf, text } from './value-rules.ts';

const sha1 = /^[0-9a-f]{40}$/i;

const account = shape({
  name: 'an account',
  requirement: 'XAPI-00041',
  properties: {
    homePage: required(iri('XAPI-00042'), 'XAPI-00042'),
    name: required(text('XAPI-00043'), 'XAPI-00043'),
  },
});

const identifiers = {
  mbox: formatted(isMailto, 'a mailto IRI, such as mailto:ada@example.org', 'XAPI-00038'),
  mbox_sha1sum: formatted(
    (value) => sha1.test(value),
    'a SHA-1 of 40 hexadecimal digits',
    'XAPI-00039',
  ),
  openid: iri('XAPI-00040'),
  account,
};
const identifierNames = Object.keys(identifiers);

function identifiersIn(actor: Record<string, unknown>): string[] {
  return identifierNames.filter((name) => Object.hasOwn(actor, name));
}

function checkOneIdentifier(agent: Record<string, unknown>): Fault | undefined {
  const found = identifiersIn(agent);
  if (found.length === 1) return undefined;
  return fault(
    found.length === 0 ? 'has no identifier' : `has ${found.join(' and ')}`,
    `exactly one of ${identifierNames.join(', ')}`,
    'XAPI-00034',
  );
}

/** xAPI 1.0.3 data 2.4.2.1. */
export const agent = shape({
  name: 'an Agent',
  requirement: 'XAPI-00034',
  properties: {
    objectType: oneOf(['Agent'], 'XAPI-00032'),
    name: text('XAPI-00033'),
    ...identifiers,
    member: forbidden('members in a Group only', 'XAPI-00035'),
  },
  across: [checkOneIdentifier],
});

function checkIdentity(group: Record<string, unknown>): Fault | undefined {
  const found = identifiersIn(group);
  if (found.length > 1) {
    return fault(
      `has ${found.join(' and ')}`,
      `at most one of ${identifierNames.join(', ')}`,
      'XAPI-00037',
    );
  }
  const { member } = group;
  if (found.length === 0 && !(Array.isArray(member) && member.length > 0)) {
    return fault(
      'has neither identifier nor members',
      `one of ${identifierNames.join(', ')}, or "member" with an Agent`,
      'XAPI-00037',
    );
  }
  return undefined;
}

const members: Rule = (value) =>
  Array.isArray(value)
    ? brokenItem(value, agent)
    : misfit(value, 'an array of Agents', 'XAPI-00036');

/** xAPI 1.0.3 data 2.4.2.2. */
export const group = shape({
  name: 'a Group',
  requirement: 'XAPI-00088',
  properties: {
    objectType: required(oneOf(['Group'], 'XAPI-00032'), 'XAPI-00032'),
    name: text('XAPI-00033'),
    member: members,
    ...identifiers,
  },
  across: [checkIdentity],
});

/** An Agent or Group as its objectType tells. */
export function actor(requirement: string): Rule {
  return (value) => {
    if (!isObject(value)) return misfit(value, 'an Agent or a Group', requirement);
    const { objectType } = value;
    if (objectType === 'Group') return group(value);
    if (objectType === undefined || objectType === 'Agent') return agent(value);
    const broken = actorType(objectType);
    return broken && under('objectType', broken);
  };
}

const actorType = oneOf(['Agent', 'Group'], 'XAPI-00031');

/**
 * Agent, or of OAuth with three parties a Group of two agents, of which one is the application, known by
 * its account (xAPI 1.0.3 data 2.4.9).
 */
export const authority: Rule = (value) => {
  const broken = actor('XAPI-00024')(value);
  if (broken !== undefined || !isObject(value) || value.objectType !== 'Group') return broken;
  const expected = 'an Agent, or a Group of exactly two Agents, one with an account';
  const member = Array.isArray(value.member) ? value.member : [];
  if (identifiersIn(value).length > 0) {
    return fault('is an identified Group', expected, 'XAPI-00098');
  }
  if (member.length !== 2) {
    return fault(`is a Group of ${member.length}`, expected, 'XAPI-00098');
  }
  if (!member.some((one) => isObject(one) && Object.hasOwn(one, 'account'))) {
    return fault('is a Group without an account', expected, 'XAPI-00100');
  }
  return undefined;
};
