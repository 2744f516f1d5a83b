import { expect } from 'chai';
import fc from 'fast-check';
import type { ClientProfile } from '../schemas/client-profile.ts';
import { schemaOf } from '../schemas/registry.ts';
import { ScimError } from '../scim-error.ts';
import { splitMemberChanges } from './member-changes.ts';
import { PATCH_URN, readPatch } from './patch-operation.ts';

const schema = schemaOf('Group', []);
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';

function split(Operations: unknown[], profile: ClientProfile = 'entra') {
  const operations = readPatch({ schemas: [PATCH_URN], Operations });
  return splitMemberChanges(operations, { schema, profile });
}

const members = (...ids: string[]) => ids.map((value) => ({ value }));

describe("a PATCH's changes of members", () => {
  const table: [string, unknown[], { clear?: boolean; add?: string[]; remove?: string[] }][] = [
    [
      '11 Entra adds',
      [{ op: 'Add', path: 'members', value: [{ $ref: null, value: 'a' }] }],
      { add: ['a'] },
    ],
    [
      'one that is no list',
      [{ op: 'add', path: 'members', value: { value: 'a' } }],
      { add: ['a'] },
    ],
    ['mere ids', [{ op: 'add', path: 'Members', value: ['a', 'b', 'a'] }], { add: ['a', 'b'] }],
    [
      'by the whole name',
      [{ op: 'add', path: `${GROUP}:members`, value: members('a') }],
      { add: ['a'] },
    ],
    ['without a path', [{ op: 'add', value: { Members: members('a') } }], { add: ['a'] }],
    [
      '11 Entra before 2022 removes by a list: only those go',
      [{ op: 'Remove', path: 'members', value: [{ $ref: null, value: 'a' }] }],
      { remove: ['a'] },
    ],
    ['an empty list removes nobody', [{ op: 'remove', path: 'members', value: [] }], {}],
    [
      '11 Entra since 2022 removes by a filter',
      [{ op: 'Remove', path: 'members[value eq "a"]' }],
      { remove: ['a'] },
    ],
    [
      'Okta: filters with or',
      [{ op: 'remove', path: 'members[value eq "a" or (value eq "b")]' }],
      { remove: ['a', 'b'] },
    ],
    ['RFC 7644 3.5.2.2: all go', [{ op: 'remove', path: 'members' }], { clear: true }],
    [
      'all are replaced',
      [{ op: 'replace', path: 'members', value: members('a', 'b') }],
      { clear: true, add: ['a', 'b'] },
    ],
    [
      'Okta: an empty list replaces',
      [{ op: 'replace', path: 'members', value: [] }],
      { clear: true },
    ],
    [
      'Okta: without a path',
      [{ op: 'replace', value: { id: 'g', displayName: 'x', members: [] } }],
      { clear: true },
    ],
    [
      '16 add and remove of one member, in order',
      [
        { op: 'add', path: 'members', value: members('a', 'b') },
        { op: 'remove', path: 'members[value eq "a"]' },
        { op: 'remove', path: 'members[value eq "c"]' },
        { op: 'add', path: 'members', value: members('c') },
      ],
      { add: ['b', 'c'], remove: ['a'] },
    ],
    [
      'one of the new members goes again',
      [
        { op: 'replace', path: 'members', value: members('a', 'b') },
        { op: 'remove', path: 'members', value: members('a') },
      ],
      { clear: true, add: ['b'] },
    ],
    [
      'Okta: remove by filter, add and replace in one',
      [
        { op: 'remove', path: 'members[value eq "a"]' },
        { op: 'replace', path: 'members', value: members('b') },
        { op: 'add', path: 'members', value: members('c') },
      ],
      { clear: true, add: ['b', 'c'] },
    ],
  ];
  for (const [what, operations, expected] of table) {
    it(what, () => {
      const change = { clear: false, add: [], remove: [], ...expected };
      expect(split(operations).members).to.deep.equal(change);
    });
  }

  it('an unrelated change leaves the members alone', () => {
    for (const operation of [
      { op: 'replace', path: 'displayName', value: 'x' },
      { op: 'replace', value: { displayName: 'x' } },
      { op: 'replace', path: 'membersx', value: [] },
    ]) {
      const { operations, members: change } = split([operation]);
      expect(change).to.equal(undefined);
      expect(operations).to.have.length(1);
    }
  });

  it('what is left is for the document', () => {
    const { operations } = split([
      { op: 'replace', value: { displayName: 'x', members: members('a') } },
      { op: 'add', path: 'members', value: members('b') },
      { op: 'add', path: 'externalId', value: 'e' },
    ]);
    expect(operations).to.deep.equal([
      { op: 'replace', path: undefined, value: { displayName: 'x' } },
      { op: 'add', path: 'externalId', value: 'e' },
    ]);
  });

  const refused: [unknown, string][] = [
    [{ op: 'add', path: 'members', value: [{ display: 'x' }] }, 'invalidValue'],
    [{ op: 'add', path: 'members', value: [5] }, 'invalidValue'],
    [{ op: 'add', path: 'members', value: [{ value: '' }] }, 'invalidValue'],
    [{ op: 'add', path: 'members', value: [{ value: 'a\0' }] }, 'invalidValue'],
    [
      { op: 'add', path: 'members', value: JSON.parse('[{"__proto__": {"value": "a"}}]') },
      'invalidValue',
    ],
    [{ op: 'remove', path: 'members[display eq "x"]' }, 'invalidFilter'],
    [{ op: 'remove', path: 'members[value ne "x"]' }, 'invalidFilter'],
    [{ op: 'remove', path: 'members[value eq "x" and type eq "User"]' }, 'invalidFilter'],
    [{ op: 'remove', path: 'members[value eq 5]' }, 'invalidValue'],
    [{ op: 'remove', path: 'members[' }, 'invalidPath'],
    [{ op: 'replace', path: 'members[value eq "x"].value', value: 'y' }, 'mutability'],
    [{ op: 'replace', path: 'members.value', value: 'y' }, 'mutability'],
  ];
  for (const [operation, scimType] of refused) {
    it(`${JSON.stringify(operation)} -> 400 ${scimType}`, () => {
      const attempt = () => split([operation]);
      expect(attempt).to.throw(ScimError).with.property('scimType', scimType);
    });
  }

  it('on any group it comes to what one operation after the other does', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const ids = fc.array(id, { maxLength: 4 });
    const operation = fc.oneof(
      ids.map((value) => ({ op: 'add', path: 'members', value })),
      ids.map((value) => ({ op: 'replace', path: 'members', value })),
      ids.map((value) => ({ op: 'remove', path: 'members', value })),
      id.map((one) => ({ op: 'remove', path: `members[value eq "${one}"]`, value: [one] })),
      fc.constant({ op: 'remove', path: 'members', value: undefined }),
    );
    fc.assert(
      fc.property(
        fc.array(operation, { minLength: 1, maxLength: 8 }),
        ids,
        (operations, before) => {
          let wanted = new Set(before);
          for (const { op, value } of operations) {
            if (op === 'replace' || value === undefined) wanted = new Set(value);
            else if (op === 'add') wanted = new Set([...wanted, ...value]);
            else wanted = new Set([...wanted].filter((one) => !value.includes(one)));
          }
          const change = split(operations).members;
          const kept = change?.clear ? [] : before.filter((one) => !change?.remove.includes(one));
          expect(new Set([...kept, ...(change?.add ?? [])])).to.deep.equal(wanted);
        },
      ),
    );
  });

  // Were each looked for among those before it, half a million would take minutes.
  it('half a million members are split in linear time', () => {
    const value = Array.from({ length: 500_000 }, (_, i) => ({ value: `${i}`, $ref: null }));
    expect(split([{ op: 'add', path: 'members', value }]).members?.add).to.have.length(500_000);
  });
});
