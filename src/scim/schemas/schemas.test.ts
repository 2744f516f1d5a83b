import { expect } from 'chai';
import { ScimError } from '../scim-error.ts';
import type { Attribute } from './attribute.ts';
import { parseAttributePath } from './attribute-path.ts';
import { readCustomSchema } from './custom-schema.ts';
import { canonicalTime } from './date-time.ts';
import { schemaOf } from './registry.ts';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const attributes = [{ name: 'badge' }];
const custom = (id: string, more: object = {}) =>
  readCustomSchema({ extends: 'User', schema: { id, name: 'x', attributes, ...more } });

describe('where attributes stand', () => {
  const users = schemaOf('User', [
    custom('urn:example:a:2.0:User'),
    custom('urn:example:a:2.0:User:more'),
  ]);
  const placed = (text: string) => {
    const path = parseAttributePath(text);
    return path && users.find(path)?.keys;
  };
  const table: [string, string[] | undefined][] = [
    ['userName', ['userName']],
    ['USERNAME', ['userName']],
    [`${CORE}:userName`, ['userName']],
    [`${CORE.toUpperCase()}:name.GIVENNAME`, ['name', 'givenName']],
    [`${CORE}:externalId`, ['externalId']],
    ['meta.created', ['meta', 'created']],
    [`${ENTERPRISE}:manager.$ref`, [ENTERPRISE, 'manager', '$ref']],
    [`${ENTERPRISE.toLowerCase()}.manager.value`, [ENTERPRISE, 'manager', 'value']],
    [ENTERPRISE, [ENTERPRISE]],
    ['urn:example:a:2.0:User:badge', ['urn:example:a:2.0:User', 'badge']],
    ['urn:example:a:2.0:User:more', ['urn:example:a:2.0:User:more']],
    ['urn:example:a:2.0:User:more:badge', ['urn:example:a:2.0:User:more', 'badge']],
    ['department', undefined],
    ['manager.value', undefined],
    ['userName.x', undefined],
    ['name.givenName.x', undefined],
    [CORE, undefined],
    [`${ENTERPRISE}:userName`, undefined],
    ['urn:ietf:params:scim:schemas:core:2.0:Group:displayName', undefined],
    ['constructor', undefined],
    ['toString', undefined],
    ['__proto__', undefined],
  ];
  for (const [text, keys] of table) {
    it(`${text} -> ${keys?.join(' ') ?? 'nowhere'}`, () =>
      expect(placed(text)).to.deep.equal(keys));
  }

  it('a Group has none of the Users', () => {
    const groups = schemaOf('Group', [custom('urn:example:a:2.0:User')]);
    expect(groups.extensions).to.deep.equal([]);
    expect(groups.find({ uri: undefined, names: ['userName'] })).to.equal(undefined);
  });
});

describe('RFC 7643 7 schemas as they are served', () => {
  const schemas = [schemaOf('User', []), schemaOf('Group', [])].flatMap(({ core, extensions }) => [
    core,
    ...extensions.map(({ schema }) => schema),
  ]);
  const all = (list: readonly Attribute[]): Attribute[] =>
    list.flatMap((one) => [one, ...all(one.subAttributes ?? [])]);

  it('19 every characteristic is there, and none is null', () => {
    for (const one of schemas.flatMap((schema) => all(schema.attributes))) {
      expect(Object.values(one), one.name).to.not.include(null).and.not.include(undefined);
      expect(one.description, one.name).to.not.equal('');
      expect(one.type === 'complex', one.name).to.equal(one.subAttributes !== undefined);
      expect(one.type === 'reference', one.name).to.equal(one.referenceTypes !== undefined);
    }
  });

  it('RFC 7643 8.7.1: what Users and Groups need', () => {
    const required = schemas.map(({ attributes: list }) =>
      list.filter((one) => one.required).map(({ name }) => name),
    );
    expect(required).to.deep.equal([['userName'], [], [], ['displayName']]);
  });

  it('a password is never returned', () => {
    const never = schemas
      .flatMap((schema) => all(schema.attributes))
      .filter(({ returned }) => returned === 'never');
    expect(never.map(({ name }) => name)).to.deep.equal(['password']);
  });
});

describe('custom schemas', () => {
  it('characteristics have the defaults of RFC 7643 2.2', () => {
    expect(custom('urn:example:a:2.0:User')).to.deep.equal({
      extends: 'User',
      required: false,
      schema: {
        id: 'urn:example:a:2.0:User',
        name: 'x',
        description: '',
        attributes: [
          {
            name: 'badge',
            type: 'string',
            multiValued: false,
            description: '',
            required: false,
            caseExact: false,
            mutability: 'readWrite',
            returned: 'default',
            uniqueness: 'none',
          },
        ],
      },
    });
  });

  const complex = (subAttributes: unknown) => ({
    attributes: [{ name: 'a', type: 'complex', subAttributes }],
  });
  const refused: [string, unknown][] = [
    ['no object', 5],
    ['no schema', { extends: 'User' }],
    ['another resource', { extends: 'Device', schema: {} }],
  ];
  const refusedSchemas: [string, object][] = [
    ['a core schema', { id: CORE }],
    ['a core schema in another case', { id: ENTERPRISE.toUpperCase() }],
    ['no URN', { id: 'https://example.org/schema' }],
    ['a URN with a space', { id: 'urn:example:a b' }],
    ['a URN with a quote', { id: `urn:example:a'b` }],
    ['a URN that ends in a number', { id: 'urn:example:2.0' }],
    ['a URN too long', { id: `urn:${'x'.repeat(200)}` }],
    ['no name', { name: '' }],
    ['a NUL', { name: 'a\0' }],
    ['no attributes', { attributes: [] }],
    [
      'too many attributes',
      { attributes: Array.from({ length: 101 }, (_, i) => ({ name: `a${i}` })) },
    ],
    ['an attribute twice', { attributes: [{ name: 'a' }, { name: 'A' }] }],
    ['a name of every object', { attributes: [{ name: 'constructor' }] }],
    ['a name of every object, underscored', { attributes: [{ name: '__proto__' }] }],
    ['a name with a dot', { attributes: [{ name: 'a.b' }] }],
    ['a name with a space', { attributes: [{ name: 'a b' }] }],
    ['an unknown type', { attributes: [{ name: 'a', type: 'date' }] }],
    ['a read-only attribute', { attributes: [{ name: 'a', mutability: 'readOnly' }] }],
    ['a secret', { attributes: [{ name: 'a', returned: 'never' }] }],
    ['a flag that is none', { attributes: [{ name: 'a', multiValued: 'yes' }] }],
    ['a complex one without parts', complex([])],
    ['a complex one within', complex([{ name: 'b', type: 'complex', subAttributes: attributes }])],
    ['an immutable part', complex([{ name: 'b', mutability: 'immutable' }])],
    ['a part of every object', complex([{ name: 'valueOf' }])],
  ];
  for (const [what, body] of [
    ...refused,
    ...refusedSchemas.map(([what, more]): [string, unknown] => [
      what,
      { extends: 'User', schema: { id: 'urn:example:a:2.0:User', name: 'x', attributes, ...more } },
    ]),
  ]) {
    it(`${what} -> 400 invalidValue`, () => {
      expect(() => readCustomSchema(body))
        .to.throw(ScimError)
        .with.property('scimType', 'invalidValue');
    });
  }
});

describe('RFC 7643 2.3.5 times', () => {
  const table: [string, string | undefined][] = [
    ['2024-02-29T12:00:00Z', '2024-02-29T12:00:00.000000Z'],
    ['2024-02-29T12:00:00.1234567Z', '2024-02-29T12:00:00.123456Z'],
    ['2024-02-29T12:00:00.9999999Z', '2024-02-29T12:00:00.999999Z'],
    ['2024-02-29t12:00:00z', '2024-02-29T12:00:00.000000Z'],
    ['2024-02-29T12:00:00', '2024-02-29T12:00:00.000000Z'],
    ['2024-02-29T00:30:00.5+01:00', '2024-02-28T23:30:00.500000Z'],
    ['2024-02-29T23:30:00-14:00', '2024-03-01T13:30:00.000000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000000Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000000Z'],
    ['0001-01-01T00:00:00+01:00', undefined],
    ['9999-12-31T23:59:59-01:00', undefined],
    ['0000-06-01T00:00:00Z', undefined],
    ['2023-02-29T12:00:00Z', undefined],
    ['2024-04-31T12:00:00Z', undefined],
    ['2024-13-01T12:00:00Z', undefined],
    ['2024-01-01T24:00:01Z', undefined],
    ['2024-01-01T24:00:00Z', undefined],
    ['2024-01-01T12:60:00Z', undefined],
    ['2024-01-01T12:00:60Z', undefined],
    ['2024-01-01T12:00:00+15:00', undefined],
    ['2024-01-01T12:00:00.Z', undefined],
    ['2024-01-01 12:00:00Z', undefined],
    ['2024-01-01', undefined],
    ['now', undefined],
    ['infinity', undefined],
    ['', undefined],
  ];
  for (const [text, expected] of table) {
    it(`${text} -> ${expected}`, () => expect(canonicalTime(text)).to.equal(expected));
  }
});
