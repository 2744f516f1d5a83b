import { expect } from 'chai';
import fc from 'fast-check';
import { nestedMembers } from './nested-members.ts';
import type { DirectoryGroup } from './read-groups.ts';

describe('members of groups in groups', () => {
  const group = (
    name: string,
    members: string[],
    groupId: number | null = null,
  ): DirectoryGroup => ({
    ...{ subject: name, name, dnKey: name, members, groupId, change: undefined },
  });
  const people = (...names: string[]) => new Map(names.map((name) => [name, `id of ${name}`]));
  const nobody = new Map<number, string[]>();

  it('are those whom primary groups have, too', () => {
    const known = { byKey: people('ada'), byPrimaryGroup: new Map([[513, ['bob']]]) };
    const groups = [group('users', [], 513), group('all', ['users', 'ada'])];
    const found = nestedMembers(groups, known);
    expect([...(found.get('users') ?? [])]).to.deep.equal(['bob']);
    expect([...(found.get('all') ?? [])].sort()).to.deep.equal(['bob', 'id of ada']);
  });

  it('agree with going on until nothing is added, whatever circles there are', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const persons = ['1', '2', '3', '4'];
    const graph = fc.tuple(...names.map(() => fc.subarray([...names, ...persons, 'printer'])));
    fc.assert(
      fc.property(graph, (lists) => {
        const groups = names.map((name, n) => group(name, lists[n] ?? []));
        const naive = new Map(names.map((name) => [name, new Set<string>()]));
        for (let round = 0; round < names.length; round++) {
          for (const { subject, members } of groups) {
            for (const member of members) {
              if (persons.includes(member)) naive.get(subject)?.add(`id of ${member}`);
              for (const inner of naive.get(member) ?? []) naive.get(subject)?.add(inner);
            }
          }
        }
        const found = nestedMembers(groups, { byKey: people(...persons), byPrimaryGroup: nobody });
        for (const name of names) {
          expect([...(found.get(name) ?? [])].sort()).to.deep.equal(
            [...(naive.get(name) ?? [])].sort(),
          );
        }
      }),
    );
  });
});
