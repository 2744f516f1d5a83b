import { PresenceFilter } from 'ldapts';
import type { ConnectTcp } from '../../platform/outbound/guarded-tcp.ts';
import type { DirectoryConnection } from '../connections/directory-settings.ts';
import { DirectoryError } from '../directory-error.ts';
import { createLdapConnection, type LdapConnection } from '../ldap/ldap-connection.ts';
import type { LdapEntry } from '../ldap/ldap-entry.ts';
import { type LdapTarget, readLdapUrl } from '../ldap/ldap-target.ts';
import { openSocket } from '../ldap/open-socket.ts';
import type { DirectoryProfile } from '../profiles/directory-profile.ts';
import { profileOf } from '../profiles/profile-of.ts';

export interface OpenDirectory {
  connection: DirectoryConnection;
  profile: DirectoryProfile;
  ldap: LdapConnection;
  /** What the server says of itself (RFC 4512 5.1). */
  root: LdapEntry;
}

export interface OpenOptions {
  connectTcp: ConnectTcp;
  connection: DirectoryConnection;
  /** Of the account that reads. */
  password: string;
  signal: AbortSignal;
}

/** A server that says nothing for so long is given up. */
const SILENCE_MS = 30_000;
export const everything = () => new PresenceFilter({ attribute: 'objectClass' });

/** Connects, encrypts and binds; whoever opens it closes it. @throws DirectoryError */
export async function openDirectory(options: OpenOptions): Promise<OpenDirectory> {
  const { connection, password } = options;
  const ldap = await connectLdap(options);
  try {
    await ldap.bind(connection.settings.bindDn, password);
    return await withRoot(ldap, connection);
  } catch (error) {
    ldap.close();
    throw error;
  }
}

/** A connection that is nobody's yet. @throws DirectoryError */
export async function connectLdap({
  connectTcp,
  connection,
  signal,
}: Omit<OpenOptions, 'password'>): Promise<LdapConnection> {
  const socket = await openSocket(connectTcp, targetOf(connection), signal);
  return createLdapConnection(socket, { timeoutMs: SILENCE_MS, signal });
}

/** What a bound connection is to be read with. @throws DirectoryError */
export async function withRoot(
  ldap: LdapConnection,
  connection: DirectoryConnection,
): Promise<OpenDirectory> {
  const profile = profileOf(connection.profile);
  return { connection, profile, ldap, root: await readRoot(ldap) };
}

function targetOf({ settings }: DirectoryConnection): LdapTarget {
  const { host, port, isLdaps } = readLdapUrl(settings.url);
  const encryption = isLdaps ? 'tls' : settings.startTls ? 'start_tls' : 'plain';
  return { host, port, encryption, caCertificates: settings.caCertificates ?? undefined };
}

async function readRoot(ldap: LdapConnection): Promise<LdapEntry> {
  const { entries } = await ldap.searchPage({
    ...{ base: '', scope: 'base', filter: everything() },
    attributes: [
      ...['*', 'namingContexts', 'supportedControl', 'vendorName', 'vendorVersion'],
      ...['dsServiceName', 'defaultNamingContext', 'highestCommittedUSN', 'dnsHostName'],
    ],
  });
  const [root] = entries;
  if (!root) throw new DirectoryError('protocol', 'The server does not say what it is');
  return root;
}

/**
 * Which server answers. Update sequence numbers are each domain controller's own, and begin anew when
 * it is restored: then it has another invocationId (MS-ADTS 3.1.1.1.9).
 */
export async function readServerId({ ldap, root }: OpenDirectory): Promise<string> {
  const service = root.text('dsServiceName');
  if (!service) return 'one';
  try {
    const { entries } = await ldap.searchPage({
      ...{ base: service, scope: 'base', filter: everything(), attributes: ['invocationId'] },
    });
    const invocation = entries[0]?.bytes('invocationId')[0]?.toString('hex') ?? '';
    return `${service} ${invocation}`;
  } catch (error) {
    // Not every account may read it.
    if (error instanceof DirectoryError && error.code === 'refused') return service;
    throw error;
  }
}
