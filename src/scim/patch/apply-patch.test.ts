import { expect } from 'chai';
import type { ScimDocument } from '../resource/document.ts';
import type { ClientProfile } from '../schemas/client-profile.ts';
import { readCustomSchema } from '../schemas/custom-schema.ts';
import { schemaOf } from '../schemas/registry.ts';
import { ScimError } from '../scim-error.ts';
import { applyPatch } from './apply-patch.ts';
import { PATCH_URN, readPatch } from './patch-operation.ts';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const CUSTOM = 'urn:example:staff:2.0:User';

const custom = readCustomSchema({
  extends: 'User',
  schema: {
    id: CUSTOM,
    name: 'Staff',
    attributes: [
      { name: 'badge', mutability: 'immutable' },
      { name: 'level', type: 'integer' },
      { name: 'tags', multiValued: true },
    ],
  },
});
const schema = schemaOf('User', [custom]);
const ID = '01900000-0000-7000-8000-000000000000';

function patch(
  document: ScimDocument,
  operations: unknown[],
  profile: ClientProfile = 'entra',
): ScimDocument {
  const body = { schemas: [PATCH_URN], Operations: operations };
  return applyPatch(document, readPatch(body), { schema, profile, id: ID });
}

const ada: ScimDocument = {
  schemas: [CORE],
  userName: 'ada@example.org',
  active: true,
  name: { givenName: 'Ada', familyName: 'Lovelace' },
  emails: [
    { type: 'work', value: 'ada@work.example', primary: true },
    { type: 'home', value: 'ada@home.example' },
  ],
};
const [work, home] = [
  { type: 'work', value: 'ada@work.example', primary: true },
  { type: 'home', value: 'ada@home.example' },
];
const bare: ScimDocument = { schemas: [CORE], userName: 'ada@example.org' };

function refusal(
  operations: unknown[],
  { document = ada, profile }: { document?: ScimDocument; profile?: ClientProfile } = {},
): string {
  const before = structuredClone(document);
  try {
    patch(document, operations, profile);
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    expect(document).to.deep.equal(before);
    return `${error.status} ${error.scimType}`;
  }
  throw new Error('accepted');
}

describe('RFC 7644 3.5.2 PATCH', () => {
  const cases: Record<string, [ScimDocument, unknown[], Record<string, unknown>][]> = {
    '3.5.2.1 add sets a simple attribute': [
      [bare, [{ op: 'add', path: 'title', value: 'Countess' }], { title: 'Countess' }],
      [bare, [{ op: 'add', path: `${CORE}:title`, value: 'x' }], { title: 'x' }],
      [ada, [{ op: 'add', path: 'userName', value: 'ada2' }], { userName: 'ada2' }],
    ],
    '3.5.2.1 add without a path adds each attribute of the value': [
      [
        ada,
        [
          {
            op: 'add',
            value: { nickName: 'A', emails: [{ value: 'x@y.z' }], name: { middleName: 'K' } },
          },
        ],
        {
          nickName: 'A',
          emails: [work, home, { value: 'x@y.z' }],
          name: { givenName: 'Ada', familyName: 'Lovelace', middleName: 'K' },
        },
      ],
    ],
    '3.5.2.1 add to a list leaves what is there, and doubles nothing': [
      [
        ada,
        [
          {
            op: 'add',
            path: 'emails',
            value: [{ type: 'WORK', value: 'ADA@work.example', display: 'A' }],
          },
        ],
        { emails: [{ ...work, type: 'WORK', value: 'ADA@work.example', display: 'A' }, home] },
      ],
      [
        bare,
        [{ op: 'add', path: `${CUSTOM}:tags`, value: ['a', 'A', 'b'] }],
        {
          [CUSTOM]: { tags: ['A', 'b'] },
          schemas: [CORE, CUSTOM],
        },
      ],
      [ada, [{ op: 'add', path: 'emails', value: home }], {}],
    ],
    '3.5.2 a new primary value takes the place of the old one': [
      [
        ada,
        [{ op: 'add', path: 'emails', value: [{ value: 'new@x.y', primary: true }] }],
        { emails: [{ ...work, primary: false }, home, { value: 'new@x.y', primary: true }] },
      ],
      [
        ada,
        [{ op: 'replace', path: 'emails[type eq "home"].primary', value: true }],
        {
          emails: [
            { ...work, primary: false },
            { ...home, primary: true },
          ],
        },
      ],
    ],
    '3.5.2.2 remove': [
      [ada, [{ op: 'remove', path: 'name.givenName' }], { name: { familyName: 'Lovelace' } }],
      [ada, [{ op: 'remove', path: 'name' }], { name: undefined }],
      [ada, [{ op: 'remove', path: 'emails' }], { emails: undefined }],
      [ada, [{ op: 'remove', path: 'emails[type eq "work"]' }], { emails: [home] }],
      [
        ada,
        [
          { op: 'remove', path: 'emails[not (type pr)]' },
          { op: 'remove', path: 'title' },
        ],
        {},
      ],
      [
        ada,
        [{ op: 'remove', path: 'emails[type eq "work" or type eq "home"]' }],
        { emails: undefined },
      ],
      [
        ada,
        [{ op: 'remove', path: 'emails[type eq "work"].primary' }],
        {
          emails: [{ type: 'work', value: 'ada@work.example' }, home],
        },
      ],
    ],
    'an e-mail without its address is none': [
      [ada, [{ op: 'remove', path: 'emails[type eq "work"].value' }], { emails: [home] }],
      [
        ada,
        [{ op: 'replace', path: 'emails[type eq "work"].value', value: '' }],
        { emails: [home] },
      ],
    ],
    '3.5.2.3 replace': [
      [
        ada,
        [{ op: 'replace', path: 'name', value: { givenName: 'A' } }],
        {
          name: { givenName: 'A', familyName: 'Lovelace' },
        },
      ],
      [
        ada,
        [{ op: 'replace', path: 'emails', value: [{ value: 'x@y.z' }] }],
        {
          emails: [{ value: 'x@y.z' }],
        },
      ],
      [
        ada,
        [{ op: 'replace', path: 'emails', value: { value: 'x@y.z' } }],
        {
          emails: [{ value: 'x@y.z' }],
        },
      ],
      [
        ada,
        [{ op: 'replace', path: 'emails[type eq "work"]', value: { value: 'x@y.z' } }],
        {
          emails: [{ type: 'work', value: 'x@y.z' }, home],
        },
      ],
      [
        ada,
        [{ op: 'replace', path: 'emails.display', value: 'D' }],
        {
          emails: [
            { ...work, display: 'D' },
            { ...home, display: 'D' },
          ],
        },
      ],
      [
        ada,
        [{ op: 'replace', path: 'emails[value ew ".example"].display', value: 'D' }],
        {
          emails: [
            { ...work, display: 'D' },
            { ...home, display: 'D' },
          ],
        },
      ],
    ],
    'operations follow one another': [
      [
        ada,
        [
          { op: 'remove', path: 'userName' },
          { op: 'add', path: 'userName', value: 'b' },
          { op: 'replace', path: 'userName', value: 'c' },
        ],
        { userName: 'c' },
      ],
    ],
    'names have no case': [
      [
        ada,
        [{ OP: 'Replace', Path: 'NAME.givenname', VALUE: 'B' }],
        {
          name: { givenName: 'B', familyName: 'Lovelace' },
        },
      ],
      [ada, [{ op: 'REPLACE', value: { USERNAME: 'b' } }], { userName: 'b' }],
      [
        ada,
        [{ op: 'replace', path: 'EMAILS[TYPE eq "WORK"].VALUE', value: 'b' }],
        {
          emails: [{ ...work, value: 'b' }, home],
        },
      ],
    ],
  };
  for (const [title, table] of Object.entries(cases)) {
    it(title, () => {
      for (const [document, operations, changes] of table) {
        const before = structuredClone(document);
        const expected = Object.fromEntries(
          Object.entries({ ...document, ...changes }).filter(([, value]) => value !== undefined),
        );
        expect(patch(document, operations), JSON.stringify(operations)).to.deep.equal(expected);
        expect(document, 'the given document stays').to.deep.equal(before);
      }
    });
  }

  it('a PATCH that changes nothing gives the same document back', () => {
    expect(patch(ada, [{ op: 'replace', path: 'active', value: 'True' }])).to.equal(ada);
    expect(patch(ada, [{ op: 'remove', path: 'title' }])).to.equal(ada);
    for (const value of [null, {}, { value: '' }]) {
      expect(patch(ada, [{ op: 'add', path: 'emails[type eq "home"]', value }])).to.equal(ada);
      expect(patch(ada, [{ op: 'replace', path: 'emails[type eq "x"]', value }])).to.equal(ada);
    }
  });

  it('all or nothing', () => {
    const operations = [
      { op: 'replace', path: 'title', value: 'x' },
      { op: 'replace', path: 'emails', value: [] },
      { op: 'replace', path: 'nothing', value: 'x' },
    ];
    expect(refusal(operations)).to.equal('400 invalidPath');
  });

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
    const operation = { op: 'replace', path: 'userName', value: 'x'.repeat(513) };
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
