import { expect } from 'chai';
import { ScimError } from '../scim-error.ts';
import { PATCH_URN, readPatch } from './patch-operation.ts';
import { ada, bare, CORE, CUSTOM, ENTERPRISE, ID, patch, refusal } from './testing/ada.ts';

describe('RFC 7644 3.5.2 what a PATCH may not do', () => {
  const refused: [string, unknown, string][] = [
    ['3.5.2.2 remove without a path', { op: 'remove' }, '400 noTarget'],
    [
      '3.5.2.2 remove of a required attribute',
      { op: 'remove', path: 'userName' },
      '400 mutability',
    ],
    [
      'a required attribute unassigned',
      { op: 'replace', path: 'userName', value: '' },
      '400 mutability',
    ],
    ['an unknown attribute', { op: 'add', path: 'x', value: 1 }, '400 invalidPath'],
    [
      'an unknown sub-attribute',
      { op: 'add', path: 'emails[type eq "work"].x', value: 1 },
      '400 invalidPath',
    ],
    ['an unknown schema', { op: 'add', path: 'urn:x:y:title', value: 1 }, '400 invalidPath'],
    [
      'an unknown attribute in the filter',
      { op: 'add', path: 'emails[x eq 1]', value: {} },
      '400 invalidFilter',
    ],
    ['a path that is none', { op: 'add', path: 'emails[', value: 1 }, '400 invalidPath'],
    [
      'a path with a filter of a text',
      { op: 'add', path: 'title[value eq "x"]', value: 1 },
      '400 invalidPath',
    ],
    [
      'a path with a filter of a single value',
      { op: 'add', path: 'name[givenName eq "x"]', value: 1 },
      '400 invalidPath',
    ],
    ['a path that goes on', { op: 'add', path: 'title pr', value: 1 }, '400 invalidPath'],
    ['a path that is no text', { op: 'add', path: 5, value: 1 }, '400 invalidPath'],
    ['an id', { op: 'replace', path: 'id', value: 'other' }, '400 mutability'],
    ['an id without a path', { op: 'replace', value: { id: 'other' } }, '400 mutability'],
    [
      'a read-only attribute',
      { op: 'replace', path: 'meta.created', value: 'x' },
      '400 mutability',
    ],
    ['groups', { op: 'add', path: 'groups', value: [{ value: ID }] }, '400 mutability'],
    [
      'a value of the hub',
      {
        op: 'add',
        path: 'urn:ietf:params:scim:schemas:extension:crosswalk:2.0:User:personId',
        value: 'x',
      },
      '400 mutability',
    ],
    ['another type', { op: 'replace', path: 'active', value: 'maybe' }, '400 invalidValue'],
    [
      'another type in a list',
      { op: 'add', path: 'emails', value: [{ value: 5 }] },
      '400 invalidValue',
    ],
    [
      'several values for one',
      { op: 'replace', path: 'title', value: ['a', 'b'] },
      '400 invalidValue',
    ],
    ['a text for an object', { op: 'replace', path: 'name', value: 'Ada' }, '400 invalidValue'],
    ['a NUL', { op: 'replace', path: 'title', value: 'a\0' }, '400 invalidValue'],
    ['half a character', { op: 'replace', path: 'title', value: '\ud800' }, '400 invalidValue'],
    ['no value', { op: 'add', path: 'title' }, '400 invalidValue'],
    ['a value that is no object without a path', { op: 'add', value: 'x' }, '400 invalidValue'],
    ['an operation that is none', { op: 'move', path: 'title' }, '400 invalidSyntax'],
    [
      'an operation that is no text',
      { op: ['add'], path: 'title', value: 'x' },
      '400 invalidSyntax',
    ],
    ['a key given twice', { op: 'add', OP: 'remove', path: 'title' }, '400 invalidSyntax'],
    ['no object', 'add', '400 invalidSyntax'],
  ];
  for (const [what, operation, expected] of refused) {
    it(`${what} -> ${expected}`, () => expect(refusal([operation])).to.equal(expected));
  }

  it('a body that is no PatchOp -> 400 invalidSyntax', () => {
    const operation = { op: 'add', path: 'title', value: 'x' };
    for (const body of [
      null,
      [],
      'x',
      {},
      { Operations: [operation] },
      { schemas: [CORE], Operations: [operation] },
      { schemas: [PATCH_URN] },
      { schemas: [PATCH_URN], Operations: [] },
      { schemas: [PATCH_URN], Operations: operation },
    ]) {
      expect(() => readPatch(body), JSON.stringify(body)).to.throw(ScimError);
    }
  });

  it('3.5.2.3 replace where nothing matches -> 400 noTarget, by the RFC', () => {
    const operation = { op: 'replace', path: 'emails[type eq "other"].value', value: 'x' };
    expect(refusal([operation], { profile: 'generic' })).to.equal('400 noTarget');
    const remove = { op: 'remove', path: 'emails[type eq "other"]' };
    expect(refusal([remove], { profile: 'generic' })).to.equal('400 noTarget');
  });

  it('a missing element is made only where the filter describes one', () => {
    for (const filter of [
      'type ne "x"',
      'type eq "x" or type eq "y"',
      'not (type eq "x")',
      'type pr',
    ]) {
      const operation = { op: 'add', path: `emails[${filter}].value`, value: 'x' };
      expect(refusal([operation], { document: bare }), filter).to.equal('400 noTarget');
    }
  });

  it('an immutable attribute is set once', () => {
    const set = patch(bare, [{ op: 'add', path: `${CUSTOM}:badge`, value: 'B1' }]);
    expect(set[CUSTOM]).to.deep.equal({ badge: 'B1' });
    expect(patch(set, [{ op: 'replace', path: `${CUSTOM}:badge`, value: 'B1' }])).to.equal(set);
    for (const operation of [
      { op: 'replace', path: `${CUSTOM}:badge`, value: 'B2' },
      { op: 'remove', path: `${CUSTOM}:badge` },
      { op: 'remove', path: CUSTOM },
    ]) {
      expect(refusal([operation], { document: set })).to.equal('400 mutability');
    }
  });

  it('what the hub keeps itself may be repeated', () => {
    for (const operation of [
      { op: 'replace', path: 'id', value: ID },
      {
        op: 'replace',
        value: { id: ID, meta: { version: 'x' }, groups: [], schemas: ['urn:x:y'] },
      },
      { op: 'add', path: 'schemas', value: ['urn:x:y'] },
      { op: 'remove', path: 'schemas' },
    ]) {
      expect(patch(ada, [operation]), JSON.stringify(operation)).to.equal(ada);
    }
    const manager = { value: 'm', displayName: 'M' };
    const changed = patch(bare, [{ op: 'add', path: `${ENTERPRISE}:manager`, value: manager }]);
    expect(changed[ENTERPRISE]).to.deep.equal({ manager: { value: 'm' } });
  });

  it('a userName too long for its index -> 400 invalidValue', () => {
    const operation = { op: 'replace', path: 'userName', value: 'x'.repeat(2049) };
    expect(refusal([operation])).to.equal('400 invalidValue');
  });

  it('passwords are accepted and not kept', () => {
    expect(patch(ada, [{ op: 'replace', path: 'password', value: 'secret' }])).to.equal(ada);
    expect(patch(ada, [{ op: 'replace', value: { password: 'secret' } }])).to.equal(ada);
  });

  it('1,000 changes and 500 values are the limits', () => {
    const op = { op: 'replace', path: 'title', value: 'x' };
    expect(refusal(Array.from({ length: 1001 }, () => op))).to.equal('413 undefined');
    const values = Array.from({ length: 501 }, (_, i) => ({ value: `${i}` }));
    expect(refusal([{ op: 'add', path: 'emails', value: values }])).to.equal('400 invalidValue');
    expect(refusal([{ op: 'add', path: 'emails', value: values.slice(0, 499) }])).to.equal(
      '400 invalidValue',
    );
  });

  it('keys that every object has change no object', () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    const polluting = JSON.parse(
      '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "name": {"__proto__": {"polluted": 1}, "constructor": {"polluted": 1}}}',
    );
    for (const op of ['add', 'replace']) {
      expect(patch(ada, [{ op, value: polluting }])).to.deep.equal(ada);
      expect(
        patch(ada, [
          { op, value: { '__proto__.polluted': 1, 'constructor.prototype.polluted': 1 } },
        ]),
      ).to.equal(ada);
      expect(patch(ada, [{ op, path: 'name', value: polluting }])).to.deep.equal(ada);
      expect(
        patch(ada, [{ op, path: 'emails[type eq "home"]', value: polluting }]),
      ).to.have.property('userName');
      for (const path of [
        '__proto__',
        '__proto__.polluted',
        'constructor.prototype.polluted',
        'name.__proto__',
        'name.constructor',
        'emails[__proto__ eq "x"].value',
        'emails[type eq "x"].__proto__',
        'emails[constructor eq "x"].value',
        `${ENTERPRISE}:__proto__`,
        `${ENTERPRISE}:constructor`,
        'urn:__proto__:x',
        'toString',
      ]) {
        expect(refusal([{ op, path, value: { polluted: 1 } }]), path).to.match(/^400 invalid/);
      }
    }
    expect(Object.getOwnPropertyNames(Object.prototype)).to.deep.equal(before);
    expect(Reflect.get({}, 'polluted')).to.equal(undefined);
  });
});
