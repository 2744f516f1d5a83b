import { DirectoryError } from '../directory-error.ts';

/** `plain` sends passwords readable; only to hosts that OUTBOUND_ALLOW lists. */
export type Encryption = 'tls' | 'start_tls' | 'plain';

export interface LdapTarget {
  /** Name or address, without brackets. */
  host: string;
  port: number;
  encryption: Encryption;
  /** PEM; instead of the authorities that Node trusts. */
  caCertificates?: string | undefined;
}

/**
 * Reads `ldaps://host[:port]` or `ldap://host[:port]`.
 * @throws DirectoryError `unreachable` for anything else
 */
export function readLdapUrl(url: string): { host: string; port: number; isLdaps: boolean } {
  const parts = /^(ldaps?):\/\/(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?\/?$/i.exec(url.trim());
  const [, scheme = '', host = '', port] = parts ?? [];
  const isLdaps = scheme.toLowerCase() === 'ldaps';
  const number = port === undefined ? (isLdaps ? 636 : 389) : Number(port);
  if (!parts || number < 1 || number > 65_535) {
    throw new DirectoryError('unreachable', 'The address is not ldaps://host or ldap://host');
  }
  return { host: host.replace(/^\[|\]$/g, ''), port: number, isLdaps };
}
