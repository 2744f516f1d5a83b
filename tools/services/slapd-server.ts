import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { makeCertificates } from './certificates.ts';
import { findProgram } from './find-program.ts';
import { freePort } from './free-port.ts';
import { type KeptService, keep, scratchFolder } from './keeper.ts';

/** Debian keeps it out of the PATH of ordinary accounts. */
export const findSlapd = (): string | undefined => findProgram(['slapd'], ['/usr/sbin']);

export interface SlapdServer extends KeptService {
  host: string;
  /** For StartTLS. */
  port: number;
  ldapsPort: number;
  /** PEM of the authority of its certificate, which is for `host`. */
  authority: string;
  suffix: string;
  adminDn: string;
  adminPassword: string;
  /** Reads everything but passwords. */
  readerDn: string;
  /** Reads as much, and no more than 500 entries in one search, as OpenLDAP has it by default. */
  limitedDn: string;
}

/** An empty OpenLDAP with schemas and access rules as many have them, on ports of its own. */
export async function startSlapd(program: string): Promise<SlapdServer> {
  const host = '127.0.0.1';
  const dir = await scratchFolder('slapd');
  const [port, ldapsPort] = [await freePort(), await freePort()];
  const suffix = 'dc=example,dc=org';
  const adminDn = `cn=admin,${suffix}`;
  const [readerDn, limitedDn] = [`cn=reader,${suffix}`, `cn=limited,${suffix}`];
  const adminPassword = randomBytes(12).toString('hex');
  const { authority, certificateFile, keyFile } = await makeCertificates(dir, host);
  await mkdir(join(dir, 'data'));
  const configuration = [
    ...['core', 'cosine', 'inetorgperson'].map((name) => `include /etc/ldap/schema/${name}.schema`),
    'modulepath /usr/lib/ldap',
    'moduleload back_mdb',
    'moduleload ppolicy',
    `TLSCertificateFile ${certificateFile}`,
    `TLSCertificateKeyFile ${keyFile}`,
    // Nobody sends a password in the clear.
    'security simple_bind=128',
    'database mdb',
    'dbnosync',
    'maxsize 268435456',
    `suffix "${suffix}"`,
    `rootdn "${adminDn}"`,
    `rootpw ${adminPassword}`,
    `directory ${join(dir, 'data')}`,
    'index objectClass,entryUUID,uid,mail,member eq',
    'overlay ppolicy',
    `limits dn.exact="${readerDn}" size=unlimited`,
    'access to attrs=userPassword by anonymous auth by * none',
    `access to * by dn.exact="${readerDn}" read by dn.exact="${limitedDn}" read by * none`,
  ];
  await writeFile(join(dir, 'slapd.conf'), `${configuration.join('\n')}\n`);
  const server = await keep({
    dir,
    command: [
      program,
      ...['-f', join(dir, 'slapd.conf'), '-d', '0'],
      ...['-h', `ldap://${host}:${port} ldaps://${host}:${ldapsPort}`],
    ],
    signal: 'TERM',
    probe: () => accepts(host, port),
  });
  return {
    ...{ host, port, ldapsPort, authority, suffix, adminDn, adminPassword, readerDn, limitedDn },
    close: server.close,
  };
}

export async function accepts(host: string, port: number): Promise<void> {
  const socket = connect(port, host);
  try {
    await once(socket, 'connect');
  } finally {
    socket.destroy();
  }
}
