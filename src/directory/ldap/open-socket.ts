import { once } from 'node:events';
import { isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { ConnectTcp } from '../../platform/outbound/guarded-tcp.ts';
import { OutboundError } from '../../platform/outbound/outbound-error.ts';
import { DirectoryError } from '../directory-error.ts';
import type { LdapTarget } from './ldap-target.ts';
import { negotiateStartTls } from './start-tls.ts';

/** A connection on which passwords may be sent. @throws DirectoryError */
export async function openSocket(
  connectTcp: ConnectTcp,
  target: LdapTarget,
  signal: AbortSignal,
): Promise<Socket> {
  const { host, port, encryption } = target;
  const socket = await connectTcp({
    ...{ host, port, signal },
    isEncrypted: encryption !== 'plain',
  }).catch((cause) => {
    if (cause instanceof OutboundError) {
      const code = cause.code === 'timeout' ? 'timeout' : 'unreachable';
      throw new DirectoryError(code, cause.message, { cause });
    }
    throw cause;
  });
  // Between two owners of the socket, an error must not end the process; its close tells as much.
  socket.on('error', () => {});
  try {
    if (encryption === 'plain') return socket;
    if (encryption === 'start_tls') await negotiateStartTls(socket, signal);
    return await secured(socket, target, signal);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function secured(
  socket: Socket,
  { host, caCertificates }: LdapTarget,
  signal: AbortSignal,
): Promise<TLSSocket> {
  const secure = connectTls({
    socket,
    host,
    // RFC 6066 3: no addresses in SNI.
    ...(!isIP(host) && { servername: host }),
    ...(caCertificates && { ca: caCertificates }),
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
  });
  secure.on('error', () => {});
  try {
    await once(secure, 'secureConnect', { signal });
    return secure;
  } catch (cause) {
    secure.destroy();
    if (signal.aborted) {
      throw new DirectoryError('timeout', `${host} did not agree on TLS in time`, { cause });
    }
    throw new DirectoryError('tls', tlsReason(host, cause), { cause });
  }
}

const tlsReasons: Record<string, string> = {
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'has a certificate that it signed itself; add it, or its authority, as CA certificate',
  SELF_SIGNED_CERT_IN_CHAIN:
    'has a certificate of an authority that is not known here; add that as CA certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'has a certificate of an authority that is not known here; add that as CA certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'has a certificate of an authority that is not known here; add that as CA certificate',
  CERT_HAS_EXPIRED: 'has a certificate that has expired',
  CERT_NOT_YET_VALID: 'has a certificate that is not valid yet',
};

function tlsReason(host: string, cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const message = cause instanceof Error ? cause.message : String(cause);
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return `${host} has a certificate for another name; use the name that is in it (${message})`;
  }
  return `${host} ${tlsReasons[code] ?? `did not agree on TLS (${message})`}`;
}
