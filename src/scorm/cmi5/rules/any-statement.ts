import { ifiOf, voidedVerb } from '@crosswalk/xapi-lrs';
import { categories, extensions } from '../statements/vocabulary.ts';
import { isWithinTemplate } from './context-template.ts';
import { categoriesOf, type Rule } from './rule.ts';

const IN_UTC = /(?:Z|[+-]00(?::?00)?)$/i;

/** What holds for all statements of an AU, cmi5 defined or cmi5 allowed, in the order in which breaches win. */
export const anyStatement: readonly Rule[] = [
  {
    requirement: '9.1.0.0-1 (d)',
    message: 'The AU gives every statement its id.',
    isBroken: ({ hasId }) => !hasId,
  },
  {
    requirement: '6.3.0.0-1',
    message: 'An AU may not void statements.',
    isBroken: ({ statement }) => statement.verb.id === voidedVerb,
  },
  {
    requirement: '9.7.0.0-1 (d)',
    message: 'The statement has no timestamp.',
    isBroken: ({ statement }) => statement.timestamp === undefined,
  },
  {
    requirement: '9.7.0.0-2 (d)',
    message: 'The timestamp is not in UTC.',
    isBroken: ({ statement }) => !IN_UTC.test(statement.timestamp ?? ''),
  },
  {
    requirement: '8.1.3.0-3 (d)',
    message: 'The actor is not the one of the launch.',
    isBroken: ({ statement, actor }) => ifiOf(statement.actor) !== ifiOf(actor),
  },
  {
    requirement: '9.6.0.0-1 (d)',
    message: 'The statement has no context.',
    isBroken: ({ statement }) => statement.context === undefined,
  },
  {
    requirement: '9.6.1.0-1 (d)',
    message: 'The registration is not the one of the launch.',
    isBroken: ({ statement, session }) =>
      statement.context?.registration?.toLowerCase() !== session.registration,
  },
  {
    requirement: '9.6.3.1-4 (d)',
    message: 'The session id is not the one of the launch data.',
    isBroken: ({ statement, session }) =>
      statement.context?.extensions?.[extensions.sessionId] !== session.id,
  },
  {
    requirement: '10.2.1.0-6 (d)',
    message: 'The context leaves out, or overwrites, what the context template holds.',
    isBroken: ({ statement, session }) =>
      !isWithinTemplate(statement.context ?? {}, session.contextTemplate),
  },
  {
    requirement: '9.6.2.2-2 (d)',
    message: 'The moveOn category is for cmi5 defined statements.',
    isBroken: ({ statement, isDefined }) =>
      !isDefined && categoriesOf(statement).includes(categories.moveOn),
  },
  {
    requirement: '11.0.0.0-3 (d2)',
    message: 'The AU has to read the learner preferences first.',
    isBroken: ({ standing }) => !standing.hasReadPreferences,
  },
  {
    requirement: '9.3.0.0-4 (d2)',
    message: 'The initialized statement comes first.',
    isBroken: ({ standing, isDefined, verb }) =>
      !standing.said.has('initialized') && !(isDefined && verb === 'initialized'),
  },
  {
    requirement: '9.3.0.0-5 (d2)',
    message: 'Nothing follows the terminated statement.',
    isBroken: ({ standing }) => standing.said.has('terminated'),
  },
];
