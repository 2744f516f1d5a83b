import { expect } from 'chai';
import { dnKey } from './dn.ts';

describe('keys of DNs', () => {
  for (const [a, b] of [
    [
      'CN=Ada Lovelace,OU=People,DC=example,DC=org',
      'cn=ada lovelace, ou=people , dc=EXAMPLE,dc=org',
    ],
    ['cn=Lovelace\\, Ada,dc=org', 'cn=Lovelace\\2c Ada,dc=org'],
    ['cn=Lovelace\\, Ada,dc=org', 'cn="Lovelace, Ada",dc=org'],
    ['cn=a+uid=b,dc=org', 'uid=b + cn=a,dc=org'],
    ['cn=a;dc=org', 'cn=a,dc=org'],
    ['cn=J\\c3\\bcrgen,dc=org', 'cn=Jürgen,dc=org'],
    ['cn=Ju\u0308rgen,dc=org', 'cn=Jürgen,dc=org'],
    ['cn=end\\ ,dc=org', 'cn=end\\20,dc=org'],
    ['cn=a\\\\,dc=org', 'cn=a\\5c,dc=org'],
  ] as const) {
    it(`${a} is ${b}`, () => {
      expect(dnKey(a)).to.equal(dnKey(b));
    });
  }

  for (const [a, b] of [
    ['cn=a\\,dc=org', 'cn=a,dc=org'],
    ['cn=a\\,ou=b,dc=org', 'cn=a,ou=b,dc=org'],
    ['cn=a\\+uid=b,dc=org', 'cn=a+uid=b,dc=org'],
    ['cn="a,ou=b",dc=org', 'cn=a,ou=b,dc=org'],
    ['cn=a\\3db,dc=org', 'cn=a,b=,dc=org'],
    ['cn=end\\ ,dc=org', 'cn=end,dc=org'],
  ] as const) {
    it(`${a} is not ${b}`, () => {
      expect(dnKey(a)).to.not.equal(dnKey(b));
    });
  }
});
