import fc from 'fast-check';
import type { Actor, Agent, Group, Identifiers } from '../statement.ts';
import { iri, text } from './valid-values.ts';

const mailbox = fc
  .tuple(
    fc.constantFrom('ada', 'Grace.Hopper', 'jürgen+x', "o'hara"),
    fc.constantFrom('example.org', 'Example.ORG', 'xn--bcher-kva.example'),
  )
  .map(([name, domain]) => `mailto:${name}@${domain}`);

const sha1 = fc.integer({ min: 0, max: 5 }).map((n) => `${n}a9F`.repeat(10));

const identifiers: fc.Arbitrary<Identifiers> = fc.oneof(
  fc.record({ mbox: mailbox }),
  fc.record({ mbox_sha1sum: sha1 }),
  fc.record({ openid: iri }),
  fc.record({ account: fc.record({ homePage: iri, name: text }) }),
);

const name = fc.record({ name: text }, { requiredKeys: [] });

export const agent: fc.Arbitrary<Agent> = fc
  .tuple(
    fc.record({ objectType: fc.constant<'Agent'>('Agent') }, { requiredKeys: [] }),
    name,
    identifiers,
  )
  .map(([type, named, identified]) => ({ ...type, ...named, ...identified }));

const objectType = { objectType: fc.constant<'Group'>('Group') };

const anonymousGroup: fc.Arbitrary<Group> = fc.record(
  { ...objectType, name: text, member: fc.array(agent, { minLength: 1, maxLength: 3 }) },
  { requiredKeys: ['objectType', 'member'] },
);

const identifiedGroup: fc.Arbitrary<Group> = fc
  .tuple(
    fc.record(
      { ...objectType, name: text, member: fc.array(agent, { maxLength: 2 }) },
      { requiredKeys: ['objectType'] },
    ),
    identifiers,
  )
  .map(([group, identified]) => ({ ...group, ...identified }));

export const group: fc.Arbitrary<Group> = fc.oneof(anonymousGroup, identifiedGroup);

export const actor: fc.Arbitrary<Actor> = fc.oneof({ weight: 3, arbitrary: agent }, group);

/** An agent, or an application with an account and its user. */
export const authority: fc.Arbitrary<Actor> = fc.oneof(
  agent,
  fc
    .tuple(agent, fc.record({ account: fc.record({ homePage: iri, name: text }) }))
    .map(([user, application]): Group => ({ objectType: 'Group', member: [application, user] })),
);
