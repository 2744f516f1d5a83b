import { expect } from 'chai';
import fc from 'fast-check';
import type { JsonObject } from '../json.ts';
import { activitiesOf, canonicalOf, idsOf } from './formats.ts';
import { mentionsOf } from './preparing/mentions.ts';
import type { Statement } from './statement.ts';
import { checkStatement } from './statement-rules.ts';
import { validStatement } from './testing/valid-statement.ts';

const ada = { mbox: 'mailto:ada@example.org' };
const named = { objectType: 'Agent' as const, name: 'Ada', ...ada };
const verb = { id: 'https://example.org/did', display: { en: 'did', de: 'tat' } };
const choice = {
  name: { en: 'Question', de: 'Frage' },
  description: { de: 'Was?' },
  interactionType: 'choice' as const,
  choices: [{ id: 'a', description: { en: 'yes', de: 'ja' } }, { id: 'b' }],
};
const activity = { objectType: 'Activity' as const, id: 'urn:x', definition: choice };
const inGerman = {
  ...choice,
  name: { de: 'Frage' },
  choices: [{ id: 'a', description: { de: 'ja' } }, { id: 'b' }],
};
const statement: Statement = {
  id: '6690e6c9-3ef0-4ed3-8b37-7f3964730bee',
  actor: named,
  verb,
  object: {
    objectType: 'SubStatement',
    actor: { objectType: 'Group', name: 'Team', ...ada, member: [named] },
    verb,
    object: activity,
    context: { contextActivities: { parent: [activity] } },
  },
  result: { success: true },
  context: {
    instructor: named,
    team: { objectType: 'Group', name: 'Nameless', member: [named] },
    contextActivities: { category: [activity], other: activity },
    contextAgents: [{ objectType: 'contextAgent', agent: named, relevantTypes: ['urn:t'] }],
    contextGroups: [
      { objectType: 'contextGroup', group: { objectType: 'Group', ...ada, name: 'G' } },
    ],
    platform: 'here',
  },
  authority: named,
  version: '2.0.0',
};

describe('format=ids (XAPI-00171)', () => {
  it('of actors, verbs and activities only what identifies them, in SubStatements too', () => {
    const agent = { objectType: 'Agent', ...ada };
    expect(idsOf(statement)).to.deep.equal({
      ...statement,
      actor: agent,
      verb: { id: verb.id },
      object: {
        objectType: 'SubStatement',
        actor: { objectType: 'Group', ...ada },
        verb: { id: verb.id },
        object: { id: 'urn:x' },
        context: { contextActivities: { parent: [{ id: 'urn:x' }] } },
      },
      context: {
        instructor: agent,
        team: { objectType: 'Group', member: [agent] },
        contextActivities: { category: [{ id: 'urn:x' }], other: { id: 'urn:x' } },
        contextAgents: [{ objectType: 'contextAgent', agent, relevantTypes: ['urn:t'] }],
        contextGroups: [{ objectType: 'contextGroup', group: { objectType: 'Group', ...ada } }],
        platform: 'here',
      },
      authority: agent,
    });
  });

  it('an agent or group as object keeps its objectType, a StatementRef all', () => {
    const of = (object: Statement['object']) => idsOf({ ...statement, object }).object;
    expect(of(named)).to.deep.equal({ objectType: 'Agent', ...ada });
    expect(of({ objectType: 'Group', name: 'G', ...ada })).to.deep.equal({
      objectType: 'Group',
      ...ada,
    });
    const ref = { objectType: 'StatementRef' as const, id: statement.id ?? '' };
    expect(of(ref)).to.equal(ref);
  });

  it('of any statement is a valid statement that names the same agents and activities', () => {
    fc.assert(
      fc.property(validStatement('2.0.0'), (any) => {
        const ids = checkStatement(idsOf(any), '2.0.0');
        const { activities } = mentionsOf(any, ada);
        expect(mentionsOf(ids, ada).activities).to.deep.equal(activities);
        expect(mentionsOf(ids, ada)).to.deep.include({ names: [], definitions: [] });
      }),
    );
  });
});

describe('format=canonical (XAPI-00169)', () => {
  const none = () => undefined;

  it('XAPI-00172 one language per map, in SubStatements and components too', () => {
    const german = { ...activity, definition: inGerman };
    expect(canonicalOf(statement, 'de', none)).to.deep.equal({
      ...statement,
      verb: { ...verb, display: { de: 'tat' } },
      object: {
        ...statement.object,
        verb: { ...verb, display: { de: 'tat' } },
        object: german,
        context: { contextActivities: { parent: [german] } },
      },
      context: { ...statement.context, contextActivities: { category: [german], other: german } },
    });
  });

  it('definitions as they are known, not as they came', () => {
    const known: Record<string, JsonObject> = { 'urn:x': { name: { en: 'Known' }, type: 'urn:t' } };
    const canonical = canonicalOf(
      {
        actor: ada,
        verb,
        object: { id: 'urn:x' },
        context: { contextActivities: { parent: [activity] } },
      },
      undefined,
      (id) => known[id],
    );
    expect(canonical.object).to.deep.equal({ id: 'urn:x', definition: known['urn:x'] });
    expect(canonical.context?.contextActivities?.parent).to.deep.equal([
      { ...activity, definition: known['urn:x'] },
    ]);
  });

  it('the statement that was given is not changed, and the result is valid', () => {
    fc.assert(
      fc.property(validStatement('2.0.0'), (any) => {
        const before = JSON.stringify(any);
        checkStatement(canonicalOf(any, 'en', none), '2.0.0');
        expect(JSON.stringify(any)).to.equal(before);
      }),
    );
  });

  it('asks for every activity that a statement names, once', () => {
    expect(activitiesOf(statement)).to.deep.equal(['urn:x']);
    fc.assert(
      fc.property(validStatement('2.0.0'), (any) => {
        const { activities } = mentionsOf(any, ada);
        expect(activitiesOf(any)).to.have.members(activities.map(({ key }) => key));
      }),
    );
  });
});
