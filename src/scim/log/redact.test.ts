import { expect } from 'chai';
import { redact } from './redact.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe('redaction of the provisioning log', () => {
  const cases: Record<string, [unknown, unknown]> = {
    'keeps what a mistake is found by': [
      { userName: 'a', emails: [{ value: 'a@x.org', type: 'work' }], active: 'False' },
      { userName: 'a', emails: [{ value: 'a@x.org', type: 'work' }], active: 'False' },
    ],
    'hides secrets and what else tells of somebody, and keeps its shape': [
      {
        Password: 'secret',
        phoneNumbers: [{ value: '+1', type: 'work', primary: true }],
        addresses: [{ country: 'NO', type: 'home' }],
      },
      {
        Password: 'redacted',
        phoneNumbers: [{ value: 'redacted', type: 'work', primary: true }],
        addresses: [{ country: 'redacted', type: 'home' }],
      },
    ],
    'in operations, by their path': [
      [
        { op: 'Replace', path: 'phoneNumbers[type eq "work"].value', value: '+1' },
        { op: 'add', Path: 'urn:ietf:params:scim:schemas:core:2.0:User:password', value: 'x' },
        { op: 'add', value: { password: 'x', 'addresses[type eq "a.b:c"].country': 'NO' } },
      ],
      [
        { op: 'Replace', path: 'phoneNumbers[type eq "work"].value', value: 'redacted' },
        {
          op: 'add',
          Path: 'urn:ietf:params:scim:schemas:core:2.0:User:password',
          value: 'redacted',
        },
        {
          op: 'add',
          value: { password: 'redacted', 'addresses[type eq "a.b:c"].country': 'redacted' },
        },
      ],
    ],
    'inside Bulk': [
      { Operations: [{ data: { password: 'x' } }] },
      { Operations: [{ data: { password: 'redacted' } }] },
    ],
    'not what only sounds so': [
      { [enterprise]: { department: 'photos' }, path: 'password' },
      { [enterprise]: { department: 'photos' }, path: 'password' },
    ],
    'takes anything': [
      [null, 1, 'text', undefined],
      [null, 1, 'text', undefined],
    ],
  };
  for (const [name, [given, kept]] of Object.entries(cases)) {
    it(name, () => expect(redact(given)).to.deep.equal({ value: kept, isWhole: true }));
  }

  it('cuts what is long, and says so', () => {
    const list = redact({ members: Array.from({ length: 51 }, () => ({ value: 'x' })) });
    expect(list).to.have.property('isWhole', false);
    expect(list).to.have.nested.property('value.members').with.length(50);
    expect(redact('x'.repeat(2_001))).to.deep.equal({
      ...{ value: `${'x'.repeat(2_000)}…`, isWhole: false },
    });
    let deep: unknown = 'x';
    for (let i = 0; i < 20; i++) deep = { a: deep };
    expect(redact(deep).isWhole).to.equal(false);
  });

  it('a key that is a prototype stays a key', () => {
    const { value } = redact(JSON.parse('{"__proto__": {"a": 1}}'));
    expect(Object.hasOwn(Object(value), '__proto__')).to.equal(true);
    expect(Reflect.get({}, 'a')).to.equal(undefined);
  });
});
