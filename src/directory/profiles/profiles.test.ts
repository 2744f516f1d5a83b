import { expect } from 'chai';
import { Attribute, SearchEntry } from 'ldapts';
import { type LdapEntry, toLdapEntry } from '../ldap/ldap-entry.ts';
import { activeDirectory } from './active-directory.ts';
import { readGeneralizedTime, writeGeneralizedTime } from './generalized-time.ts';
import { guidText } from './guid.ts';
import { openLdap } from './openldap.ts';

function entryOf(attributes: Record<string, (string | Buffer)[]>): LdapEntry {
  const entry = new SearchEntry({ messageId: 1, name: 'cn=x' });
  for (const [type, values] of Object.entries(attributes)) {
    const attribute = new Attribute({ type });
    attribute.parsedBuffers.push(...values.map((value) => Buffer.from(value)));
    entry.attributes.push(attribute);
  }
  return toLdapEntry(entry);
}

describe('Active Directory', () => {
  const at = new Date('2026-11-21T12:00:00Z');
  /** 100 ns since 1601. */
  const fileTime = (time: string) =>
    String((BigInt(Date.parse(time)) + 11_644_473_600_000n) * 10_000n);

  it('shows ids with their first three parts turned around (MS-DTYP 2.3.4.2)', () => {
    const bytes = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
    expect(guidText(bytes)).to.equal('33221100-5544-7766-8899-aabbccddeeff');
    expect(guidText(Buffer.from('0011', 'hex'))).to.equal(undefined);
  });

  it('reads an id from its bytes, also where they are UTF-8 by chance', () => {
    const objectGUID = Buffer.from('efbbbf41424344454647484950515253', 'hex');
    expect(activeDirectory.subjectOf(entryOf({ objectGUID: [objectGUID] }))).to.equal(
      '41bfbbef-4342-4544-4647-484950515253',
    );
    expect(activeDirectory.subjectOf(entryOf({ objectGUID: [] }))).to.equal(undefined);
  });

  for (const [attributes, active] of [
    [{ userAccountControl: ['512'] }, true],
    [{ userAccountControl: ['514'] }, false],
    // Its password never expires, and it is disabled.
    [{ userAccountControl: ['66050'] }, false],
    // Not shown to us.
    [{}, false],
    [{ accountExpires: ['0'] }, true],
    [{ accountExpires: ['9223372036854775807'] }, true],
    [{ accountExpires: [fileTime('2026-11-21T11:59:59Z')] }, false],
    [{ accountExpires: [fileTime('2026-11-21T12:00:01Z')] }, true],
    [{ accountExpires: ['soon'] }, true],
  ] as const) {
    it(`has ${JSON.stringify(attributes)} as ${active ? 'active' : 'not active'}`, () => {
      const enabled = 'accountExpires' in attributes ? { userAccountControl: ['512'] } : {};
      const given = Object.fromEntries(
        Object.entries({ ...enabled, ...attributes }).map(([name, values]) => [name, [...values]]),
      );
      expect(activeDirectory.isActive(entryOf(given), at)).to.equal(active);
    });
  }

  it('knows a primary group by the end of its SID', () => {
    const objectSid = Buffer.from(
      '010500000000000515000000aabbccdd0102030405060708' + '01020000',
      'hex',
    );
    expect(activeDirectory.groupIdOf(entryOf({ objectSid: [objectSid] }))).to.equal(513);
    expect(activeDirectory.primaryGroupOf(entryOf({ primaryGroupID: ['513'] }))).to.equal(513);
    expect(activeDirectory.primaryGroupOf(entryOf({}))).to.equal(null);
  });

  it('counts changes by numbers larger than a double holds', () => {
    const { since, later } = activeDirectory.changes;
    expect(since('9007199254740993').toString()).to.equal('(uSNChanged>=9007199254740994)');
    expect(later('9007199254740993', '9007199254740992')).to.equal('9007199254740993');
    expect(later('9', '10')).to.equal('10');
  });
});

describe('OpenLDAP', () => {
  it('locks by the one value that an administrator has to undo', () => {
    const at = new Date();
    const isActive = (value: string) =>
      openLdap.isActive(entryOf({ pwdAccountLockedTime: [value] }), at);
    expect(isActive('000001010000Z')).to.equal(false);
    expect(isActive('20261121120000Z')).to.equal(true);
  });

  it('takes nothing but a UUID for an id', () => {
    const idOf = (id: string) => openLdap.subjectOf(entryOf({ entryUUID: [id] }));
    expect(idOf('E8F6A2F0-1C1D-103F-8A6C-0B1E2D3C4B5A')).to.equal(
      'e8f6a2f0-1c1d-103f-8a6c-0b1e2d3c4b5a',
    );
    for (const id of ['', 'x', "1' or '1"]) expect(idOf(id)).to.equal(undefined);
  });

  it('reads changes twice that may have arrived late, and moved branches once', () => {
    const { since, after } = openLdap.changes;
    expect(since('20261121000200Z').toString()).to.equal('(modifyTimestamp>=20261120235700Z)');
    expect(after('20261121000200Z').toString()).to.equal('(modifyTimestamp>=20261121000201Z)');
  });
});

describe('times of directories (RFC 4517 3.3.13)', () => {
  for (const [text, time] of [
    ['20261121133742Z', '2026-11-21T13:37:42.000Z'],
    ['20261121133742.123Z', '2026-11-21T13:37:42.000Z'],
    ['20261121133742,5Z', '2026-11-21T13:37:42.000Z'],
    ['202611211337Z', '2026-11-21T13:37:00.000Z'],
    ['2026112113Z', '2026-11-21T13:00:00.000Z'],
    ['20261121133742+0200', '2026-11-21T11:37:42.000Z'],
    ['20261121133742-0530', '2026-11-21T19:07:42.000Z'],
  ] as const) {
    it(`${text} is ${time}`, () => {
      expect(readGeneralizedTime(text)?.toISOString()).to.equal(time);
    });
  }

  for (const text of ['', '20261321000000Z', '20261121133742', 'now', '2026-11-21T13:37:42Z']) {
    it(`${JSON.stringify(text)} is none`, () => {
      expect(readGeneralizedTime(text)).to.equal(undefined);
    });
  }

  it('are written as they are read', () => {
    const time = new Date('2026-11-21T13:37:42Z');
    expect(readGeneralizedTime(writeGeneralizedTime(time))).to.deep.equal(time);
  });
});
