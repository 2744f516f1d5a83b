import { createGuardedTcp } from '../../platform/outbound/guarded-tcp.ts';
import {
  type DirectoryConnection,
  type DirectorySettings,
  defaultSettings,
} from '../connections/directory-settings.ts';
import type { TestEntry, TestLdapServer } from './test-ldap-server.ts';

export const BASE = 'dc=example,dc=org';
export const READER = `cn=reader,${BASE}`;
export const READER_PASSWORD = 'reads everything';

export const toLoopback = createGuardedTcp({ allow: ['127.0.0.0/8'] });

/** A connection to the test server, as if an administrator had made it. */
export function testConnection(
  server: Pick<TestLdapServer, 'url'>,
  {
    settings = {},
    ...change
  }: Partial<Omit<DirectoryConnection, 'settings'>> & {
    settings?: Partial<DirectorySettings>;
  } = {},
): DirectoryConnection {
  return {
    id: '01890000-0000-7000-8000-000000000001',
    kind: 'ldap',
    name: 'Company',
    profile: 'openldap',
    linking: 'none',
    mapping: {},
    guard: { count: 100, percent: 100 },
    deletionDays: 30,
    enabled: true,
    version: 1,
    createdAt: new Date(0),
    updatedAt: new Date(0),
    settings: {
      ...defaultSettings,
      url: server.url,
      startTls: false,
      bindDn: READER,
      baseDn: BASE,
      ...settings,
    },
    ...change,
  };
}

/** An entryUUID that tests can count on. */
export function uuidOf(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

export function ldapPerson(
  n: number,
  attributes: TestEntry['attributes'] = {},
  parent = `ou=people,${BASE}`,
): TestEntry {
  const uid = `user${n}`;
  return {
    dn: `uid=${uid},${parent}`,
    attributes: {
      objectClass: ['inetOrgPerson'],
      entryUUID: [uuidOf(n)],
      uid: [uid],
      cn: [`Person ${n}`],
      displayName: [`Person ${n}`],
      mail: [`${uid}@example.org`],
      modifyTimestamp: ['20260101000000Z'],
      ...attributes,
    },
  };
}

export function ldapGroup(
  n: number,
  members: string[],
  change: TestEntry['attributes'] = {},
): TestEntry {
  return {
    dn: `cn=group${n},ou=groups,${BASE}`,
    attributes: {
      objectClass: ['groupOfNames'],
      entryUUID: [uuidOf(100_000 + n)],
      cn: [`Group ${n}`],
      member: members,
      modifyTimestamp: ['20260101000000Z'],
      ...change,
    },
  };
}
