import { expect } from 'chai';
import { redact } from './redact.ts';
import { redactFilter, redactPath } from './redact-filter.ts';

describe('redaction of filters', () => {
  const cases: [string, string][] = [
    ['userName eq "ada"', 'userName eq "ada"'],
    ['password eq "hunter2"', 'password eq "redacted"'],
    [
      'phoneNumbers[type eq "work" and value sw "+47\\"1"].value',
      'phoneNumbers[type eq "work" and value sw "redacted"].value',
    ],
    ['phoneNumbers[type eq "work"].value', 'phoneNumbers[type eq "work"].value'],
    [
      'userName eq "ada" and urn:ietf:params:scim:schemas:core:2.0:User:addresses.locality CO "Oslo"',
      'userName eq "ada" and urn:ietf:params:scim:schemas:core:2.0:User:addresses.locality CO "redacted"',
    ],
  ];
  for (const [given, kept] of cases) {
    it(given, () => expect(redactFilter(given)).to.equal(kept));
  }

  it('in addresses, whose other parameters stay', () => {
    const plain = '/Users?filter=userName+eq+%22ada%22&count=1';
    expect(redactPath(plain)).to.equal(plain);
    expect(redactPath('/Users')).to.equal('/Users');
    const path = redactPath('/Users?count=1&Filter=password%20eq%20%22hunter2%22');
    expect(path).to.equal('/Users?count=1&Filter=password+eq+%22redacted%22');
  });

  // Were they read in quadratic time, it would take minutes.
  it('in linear time, however long they are', () => {
    const long = `password ${'a'.repeat(1_000_000)} ${'b '.repeat(200_000)} eq ${'"'.repeat(100_001)}`;
    expect(redactFilter(long)).to.contain('"redacted"');
    for (const end of ['.', ':']) {
      const path = `password.${'a'.repeat(1_000_000)}${end}`;
      expect(redactFilter(`${path} eq "x"`)).to.equal(`${path} eq "redacted"`);
    }
  });

  it('in bodies, which are not whole then', () => {
    const search = { filter: 'phoneNumbers.value eq "+47"', count: 1 };
    expect(redact(search)).to.deep.equal({
      value: { filter: 'phoneNumbers.value eq "redacted"', count: 1 },
      isWhole: false,
    });
    const path = 'phoneNumbers[value eq "+47"].type';
    expect(redact({ op: 'remove', path }).value).to.deep.equal({
      ...{ op: 'remove', path: 'phoneNumbers[value eq "redacted"].type' },
    });
  });
});
