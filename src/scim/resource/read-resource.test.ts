import { expect } from 'chai';
import type { ClientProfile } from '../schemas/client-profile.ts';
import { readCustomSchema } from '../schemas/custom-schema.ts';
import { schemaOf } from '../schemas/registry.ts';
import { ScimError } from '../scim-error.ts';
import type { ScimDocument } from './document.ts';
import { readResource } from './read-resource.ts';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const HUB = 'urn:ietf:params:scim:schemas:extension:crosswalk:2.0:User';
const CUSTOM = 'urn:example:staff:2.0:User';
const custom = readCustomSchema({
  extends: 'User',
  schema: {
    id: CUSTOM,
    name: 'Staff',
    attributes: [
      { name: 'badge', mutability: 'immutable' },
      { name: 'level', type: 'integer' },
      { name: 'rate', type: 'decimal' },
      { name: 'hiredAt', type: 'dateTime' },
      { name: 'photo', type: 'binary' },
      { name: 'site', required: true },
    ],
  },
});
const users = schemaOf('User', [custom]);
const groups = schemaOf('Group', [custom]);

const read = (body: unknown, profile: ClientProfile = 'entra', before?: ScimDocument) =>
  readResource(body, { schema: users, profile, ...(before && { before }) });

function refusal(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    if (error instanceof ScimError) return `${error.status} ${error.scimType}`;
    throw error;
  }
  throw new Error('accepted');
}

describe('resources as clients send them', () => {
  it('5 Entra: POST of a User', () => {
    const { document, members } = read({
      schemas: [CORE, ENTERPRISE],
      externalId: '0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef',
      userName: 'Test_User_ab6490ee@example.org',
      active: 'True',
      addresses: null,
      displayName: 'ada',
      emails: [{ primary: 'True', type: 'work', value: 'ada@example.org', display: null }],
      meta: { resourceType: 'User' },
      name: { formatted: 'Ada', familyName: null, givenName: 'Ada' },
      roles: [],
      title: '',
      [ENTERPRISE]: { department: 'bob', manager: { value: null } },
    });
    expect(document).to.deep.equal({
      schemas: [CORE, ENTERPRISE],
      externalId: '0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef',
      userName: 'Test_User_ab6490ee@example.org',
      active: true,
      displayName: 'ada',
      emails: [{ primary: true, type: 'work', value: 'ada@example.org' }],
      name: { formatted: 'Ada', givenName: 'Ada' },
      [ENTERPRISE]: { department: 'bob' },
    });
    expect(members).to.equal(undefined);
  });

  it('Okta: a password and groups are let by, and not kept', () => {
    const body = {
      schemas: [CORE],
      userName: 'ada',
      password: 'secret',
      groups: [],
      locale: 'en-US',
    };
    expect(read(body, 'okta').document).to.deep.equal({
      schemas: [CORE],
      userName: 'ada',
      locale: 'en-US',
    });
  });

  it('names have no case and get their spelling', () => {
    expect(
      read({
        USERNAME: 'ada',
        NAME: { GIVENNAME: 'Ada' },
        [ENTERPRISE.toUpperCase()]: { Department: 'x' },
      }).document,
    ).to.deep.equal({
      schemas: [CORE, ENTERPRISE],
      userName: 'ada',
      name: { givenName: 'Ada' },
      [ENTERPRISE]: { department: 'x' },
    });
  });

  it('read-only and unknown attributes are left out (RFC 7644 3.3)', () => {
    expect(
      read({
        userName: 'ada',
        id: 'mine',
        meta: { created: 'yesterday', version: 5 },
        groups: [{ value: 'x' }],
        shoeSize: 38,
        [HUB]: { personId: 'x', awards: [{ value: 'x' }] },
        [ENTERPRISE]: { manager: { value: 'm', displayName: 'Boss' } },
        'urn:microsoft:2.0:User': { x: 1 },
      }).document,
    ).to.deep.equal({
      schemas: [CORE, ENTERPRISE],
      userName: 'ada',
      [ENTERPRISE]: { manager: { value: 'm' } },
    });
  });

  it('values are brought to their types', () => {
    expect(
      read({
        userName: 'ada',
        [ENTERPRISE]: { manager: 'm' },
        emails: 'ada@example.org',
        [CUSTOM]: {
          site: ['Paris'],
          level: 5,
          rate: 1.5,
          hiredAt: '2024-02-29T12:00:00.1234567Z',
          photo: 'QQ==',
        },
      }).document,
    ).to.deep.equal({
      schemas: [CORE, ENTERPRISE, CUSTOM],
      userName: 'ada',
      [ENTERPRISE]: { manager: { value: 'm' } },
      emails: [{ value: 'ada@example.org' }],
      [CUSTOM]: {
        site: 'Paris',
        level: 5,
        rate: 1.5,
        hiredAt: '2024-02-29T12:00:00.1234567Z',
        photo: 'QQ==',
      },
    });
  });

  it('RFC 7643 2.4: one primary value, and none twice', () => {
    const emails = [
      { value: 'a@x.y', primary: true },
      { value: 'b@x.y', primary: true },
      { value: 'A@x.y', display: 'A' },
    ];
    expect(read({ userName: 'ada', emails }).document.emails).to.deep.equal([
      { value: 'A@x.y', primary: true, display: 'A' },
      { value: 'b@x.y', primary: false },
    ]);
  });

  const refused: [string, unknown, string][] = [
    ['no object', 'x', '400 invalidSyntax'],
    ['a list', [], '400 invalidSyntax'],
    ['null', null, '400 invalidSyntax'],
    ['a Group among Users', { schemas: [GROUP], userName: 'x' }, '400 invalidSyntax'],
    ['a name twice', { userName: 'a', USERNAME: 'b' }, '400 invalidSyntax'],
    ['no userName', { displayName: 'x' }, '400 invalidValue'],
    ['an empty userName', { userName: '' }, '400 invalidValue'],
    ['a userName of another type', { userName: 5 }, '400 invalidValue'],
    ['a userName too long for its index', { userName: 'x'.repeat(2049) }, '400 invalidValue'],
    [
      'an externalId too long for its index',
      { userName: 'x', externalId: 'x'.repeat(2049) },
      '400 invalidValue',
    ],
    [
      'an e-mail too long for its index',
      { userName: 'x', emails: [{ value: 'x'.repeat(2049) }] },
      '400 invalidValue',
    ],
    [
      'a userName too long once it is composed',
      { userName: '\ufb2c'.repeat(400) },
      '400 invalidValue',
    ],
    ['a boolean that is none', { userName: 'x', active: 'yes' }, '400 invalidValue'],
    ['a number for a boolean', { userName: 'x', active: 1 }, '400 invalidValue'],
    ['an object that is none', { userName: 'x', name: 'Ada' }, '400 invalidValue'],
    ['an extension that is no object', { userName: 'x', [ENTERPRISE]: 5 }, '400 invalidValue'],
    ['a NUL', { userName: 'a\0' }, '400 invalidValue'],
    ['a NUL deep inside', { userName: 'a', emails: [{ value: 'a\0' }] }, '400 invalidValue'],
    ['half a character', { userName: '\udfff' }, '400 invalidValue'],
    [
      'too many values',
      { userName: 'x', emails: Array.from({ length: 501 }, () => ({})) },
      '400 invalidValue',
    ],
    [
      'an integer that is none',
      { userName: 'x', [CUSTOM]: { site: 'x', level: 1.5 } },
      '400 invalidValue',
    ],
    [
      'a number as a text',
      { userName: 'x', [CUSTOM]: { site: 'x', level: '1' } },
      '400 invalidValue',
    ],
    [
      'a number too large',
      { userName: 'x', [CUSTOM]: { site: 'x', level: 2 ** 53 } },
      '400 invalidValue',
    ],
    [
      'a time that is none',
      { userName: 'x', [CUSTOM]: { site: 'x', hiredAt: '2024-02-30T00:00:00Z' } },
      '400 invalidValue',
    ],
    [
      'a binary that is none',
      { userName: 'x', [CUSTOM]: { site: 'x', photo: '\u00e9' } },
      '400 invalidValue',
    ],
    [
      'a required attribute of an extension',
      { userName: 'x', [CUSTOM]: { level: 1 } },
      '400 invalidValue',
    ],
  ];
  for (const [what, body, expected] of refused) {
    it(`${what} -> ${expected}`, () => expect(refusal(() => read(body))).to.equal(expected));
  }

  it('texts with indexes may have 2,048 bytes', () => {
    const userName = 'x'.repeat(2048);
    expect(read({ userName, externalId: userName }).document.userName).to.equal(userName);
  });

  it('RFC 7644 3.5.1 PUT: immutable values stay, and cannot be others', () => {
    const before = {
      schemas: [CORE, CUSTOM],
      userName: 'ada',
      [CUSTOM]: { badge: 'B1', site: 's' },
    };
    expect(read({ userName: 'b', [CUSTOM]: { site: 't' } }, 'okta', before).document).to.deep.equal(
      {
        schemas: [CORE, CUSTOM],
        userName: 'b',
        [CUSTOM]: { badge: 'B1', site: 't' },
      },
    );
    const other = () =>
      read({ userName: 'b', [CUSTOM]: { badge: 'B2', site: 's' } }, 'okta', before);
    expect(refusal(other)).to.equal('400 mutability');
  });

  it('13 a Group with an unknown schema; its members by themselves', () => {
    const readGroup = (body: unknown) => readResource(body, { schema: groups, profile: 'entra' });
    const body = {
      schemas: [GROUP, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
      externalId: 'e',
      displayName: 'Staff',
      members: [{ value: 'a', $ref: null }, { VALUE: 'b', display: 'B' }, { value: 'a' }],
    };
    expect(readGroup(body)).to.deep.equal({
      document: { schemas: [GROUP], externalId: 'e', displayName: 'Staff' },
      members: ['a', 'b'],
    });
    expect(readGroup({ displayName: 'x' }).members).to.equal(undefined);
    expect(readGroup({ displayName: 'x', Members: [] }).members).to.deep.equal([]);
    expect(readGroup({ displayName: 'x', members: null }).members).to.deep.equal([]);
    expect(refusal(() => readGroup({ members: [] }))).to.equal('400 invalidValue');
    expect(refusal(() => readGroup({ displayName: 'x', members: [{}] }))).to.equal(
      '400 invalidValue',
    );
  });

  it('keys that every object has change no object', () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    const body = JSON.parse(
      `{"userName": "ada", "__proto__": {"title": "x", "polluted": 1}, "constructor": {"prototype": {"polluted": 1}},
        "name": {"__proto__": {"givenName": "x"}}, "emails": [{"value": "a", "__proto__": {"display": "x"}}],
        "${ENTERPRISE}": {"__proto__": {"department": "x"}}}`,
    );
    expect(read(body).document).to.deep.equal({
      schemas: [CORE],
      userName: 'ada',
      emails: [{ value: 'a' }],
    });
    expect(Object.getOwnPropertyNames(Object.prototype)).to.deep.equal(before);
  });
});
