import { expect } from 'chai';
import type { ScimDocument } from '../resource/document.ts';
import { ada, bare, CORE, CUSTOM, home, patch, refusal, work } from './testing/ada.ts';

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
});
