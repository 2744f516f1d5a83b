import type { Connection } from '../../core/people/connections/connection.ts';

export const directoryProfiles = ['active_directory', 'openldap'] as const;
export type DirectoryProfileName = (typeof directoryProfiles)[number];

/** What a connection of kind `ldap` keeps in `settings`. */
export interface DirectorySettings {
  /** `ldaps://host[:port]` or `ldap://host[:port]`. */
  url: string;
  /** With `ldap://`; false sends passwords readable, to hosts of OUTBOUND_ALLOW only. */
  startTls: boolean;
  /** PEM; null: the authorities that Node trusts. */
  caCertificates: string | null;
  bindDn: string;
  /** Below it are the people. */
  baseDn: string;
  /** RFC 4515; null: the profile's. */
  userFilter: string | null;
  /** Null: groups are not taken over. */
  groups: { baseDn: string; filter: string | null } | null;
  /** Attributes by which somebody is found who signs in; null: the profile's. */
  loginAttributes: string[] | null;
  /** Whether people sign in on our page with the directory's password. */
  login: boolean;
  /** Whether only administrators of the directory write e-mails, so that people are linked by them. */
  emailsAreVerified: boolean;
  /** Null: only by hand. */
  syncMinutes: number | null;
  /** After which time a sync reads everybody, and so notices who is gone. */
  fullSyncHours: number;
}

export type DirectoryConnection = Omit<Connection, 'kind' | 'profile' | 'settings'> & {
  kind: 'ldap';
  profile: DirectoryProfileName;
  settings: DirectorySettings;
};

export const defaultSettings = {
  startTls: true,
  caCertificates: null,
  userFilter: null,
  groups: null,
  loginAttributes: null,
  login: false,
  emailsAreVerified: false,
  syncMinutes: 60,
  fullSyncHours: 24,
} satisfies Partial<DirectorySettings>;

/** Undefined for a connection of another kind. */
export function directoryConnectionOf(connection: Connection): DirectoryConnection | undefined {
  if (connection.kind !== 'ldap') return undefined;
  // Sound because the API alone writes connections of this kind, by its schema.
  return connection as DirectoryConnection;
}

/** Name of the password of `bindDn` among the tenant's secrets. */
export function bindPasswordName(connectionId: string): string {
  return `directory-bind:${connectionId}`;
}

/** What decides who is read: when it changes, what was read by then says nothing. */
export function readsOf({ profile, mapping, settings }: DirectoryConnection): unknown {
  const { url, baseDn, userFilter, groups, emailsAreVerified } = settings;
  return { profile, mapping, url, baseDn, userFilter, groups, emailsAreVerified };
}
