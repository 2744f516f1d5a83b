import { expect } from 'chai';
import type { Agent, Group, Statement } from '../statement.ts';
import { mentionsOf } from './mentions.ts';

const agent = (name: string): Agent => ({ mbox: `mailto:${name}@example.org` });
const group = (name: string, ...member: Agent[]): Group => ({
  ...agent(name),
  objectType: 'Group',
  member,
});
const key = (name: string): string => `mbox:mailto:${name}@example.org`;
const verb = { id: 'https://example.org/did' };

const context = {
  instructor: agent('instructor'),
  team: group('team', agent('team-member')),
  contextAgents: [{ objectType: 'contextAgent' as const, agent: agent('context-agent') }],
  contextGroups: [
    { objectType: 'contextGroup' as const, group: group('context-group', agent('group-member')) },
  ],
  contextActivities: {
    parent: { id: 'urn:parent' },
    grouping: [{ id: 'urn:grouping' }],
    category: [{ id: 'urn:category', definition: { type: 'urn:type' } }],
    other: [{ id: 'urn:other' }],
  },
};

describe('who and what filters find (1.0.3 communication 2.1.3)', () => {
  const statement: Statement = {
    actor: group('actor', agent('actor-member')),
    verb,
    object: { id: 'urn:object', definition: { name: { en: 'X' } } },
    context,
  };

  it('directly the actor, its members and the object; the rest related', () => {
    const { agents, activities } = mentionsOf(statement, agent('authority'));
    expect(agents.filter(({ direct }) => direct).map((each) => each.key)).to.have.members(
      ['actor', 'actor-member'].map(key),
    );
    expect(agents.filter(({ direct }) => !direct).map((each) => each.key)).to.have.members(
      [
        'instructor',
        'team',
        'team-member',
        'context-agent',
        'context-group',
        'group-member',
        'authority',
      ].map(key),
    );
    expect(activities).to.have.deep.members([
      { key: 'urn:object', direct: true },
      ...['parent', 'grouping', 'category', 'other'].map((kind) => ({
        key: `urn:${kind}`,
        direct: false,
      })),
    ]);
  });

  it('all of a SubStatement related', () => {
    const { agents, activities } = mentionsOf(
      {
        actor: agent('ada'),
        verb,
        object: { ...statement, objectType: 'SubStatement', object: { id: 'urn:object' } },
      },
      agent('authority'),
    );
    expect(agents.filter(({ direct }) => direct)).to.deep.equal([
      { key: key('ada'), direct: true },
    ]);
    expect(agents.map((each) => each.key)).to.include.members(
      ['actor', 'actor-member', 'instructor', 'context-agent', 'group-member'].map(key),
    );
    expect(activities.map(({ direct }) => direct)).to.deep.equal(Array(5).fill(false));
  });

  it('an agent as object, directly; one that is named twice, once', () => {
    const { agents } = mentionsOf(
      {
        actor: agent('ada'),
        verb,
        object: { objectType: 'Agent', ...agent('bob') },
        context: { instructor: agent('bob') },
      },
      agent('ada'),
    );
    expect(agents).to.deep.equal([
      { key: key('ada'), direct: true },
      { key: key('bob'), direct: true },
    ]);
  });

  it('members of an anonymous group, of an authority too', () => {
    const { agents } = mentionsOf(
      {
        actor: { objectType: 'Group', member: [agent('ada')] },
        verb,
        object: { objectType: 'StatementRef', id: '6690e6c9-3ef0-4ed3-8b37-7f3964730bee' },
      },
      { objectType: 'Group', member: [agent('application'), agent('user')] },
    );
    expect(agents.map((each) => each.key)).to.deep.equal(['ada', 'application', 'user'].map(key));
  });

  it('definitions and names with whom they belong to', () => {
    const { definitions, names } = mentionsOf(
      { ...statement, actor: { ...agent('ada'), name: 'Ada' } },
      { ...agent('ada'), name: 'Ada' },
    );
    expect(definitions).to.deep.equal([
      { activityId: 'urn:object', definition: { name: { en: 'X' } } },
      { activityId: 'urn:category', definition: { type: 'urn:type' } },
    ]);
    expect(names).to.deep.equal([{ ifi: key('ada'), name: 'Ada' }]);
  });
});
