import { execFile } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeCertificates } from './certificates.ts';
import { findProgram } from './find-program.ts';
import { type KeptService, keep, scratchFolder } from './keeper.ts';
import { accepts } from './slapd-server.ts';

const run = promisify(execFile);
const LDAPS = 636;

/** It listens on ports that only root may use, and writes attributes of files that only root may. */
export function findSamba(): { samba: string; tool: string } | undefined {
  const samba = findProgram(['samba'], ['/usr/sbin']);
  const tool = findProgram(['samba-tool']);
  return samba && tool && process.getuid?.() === 0 ? { samba, tool } : undefined;
}

export interface SambaServer extends KeptService {
  /** It has no setting for ports: an address of 127.0.0.0/8 of its own instead. */
  host: string;
  /** PEM of the authority of its certificate, which is for `host`. */
  authority: string;
  baseDn: string;
  /** Part of `user@domain`. */
  domain: string;
  adminPassword: string;
}

/** A new Active Directory domain with one controller that speaks LDAP and nothing else. */
export async function startSamba({
  samba,
  tool,
}: {
  samba: string;
  tool: string;
}): Promise<SambaServer> {
  const dir = await scratchFolder('samba');
  const host = await freeAddress();
  const adminPassword = `Aa1-${randomBytes(12).toString('hex')}`;
  const interfaces = [`--option=interfaces=${host}/8`, '--option=bind interfaces only=yes'];
  await run(
    tool,
    [
      ...['domain', 'provision', `--targetdir=${dir}`, '--realm=EXAMPLE.TEST', '--domain=EXAMPLE'],
      ...['--server-role=dc', '--dns-backend=NONE', `--adminpass=${adminPassword}`],
      ...['--host-name=dc1', `--host-ip=${host}`, ...interfaces],
      `--option=posix:eadb=${join(dir, 'eadb.tdb')}`,
    ],
    { cwd: dir, maxBuffer: 2 ** 24 },
  );
  const { authority, authorityFile, certificateFile, keyFile } = await makeCertificates(dir, host);
  await mkdir(join(dir, 'run'));
  const options = {
    'server services': 'ldap',
    'tls certfile': certificateFile,
    'tls keyfile': keyFile,
    'tls cafile': authorityFile,
    'log file': join(dir, 'samba.log'),
    'pid directory': join(dir, 'run'),
    'ncalrpc dir': join(dir, 'run', 'ncalrpc'),
  };
  const server = await keep({
    dir,
    command: [
      samba,
      ...['--foreground', '--no-process-group', '--model=single', '--debug-stdout'],
      `--configfile=${join(dir, 'etc', 'smb.conf')}`,
      ...interfaces,
      ...Object.entries(options).map(([name, value]) => `--option=${name}=${value}`),
    ],
    signal: 'TERM',
    probe: () => accepts(host, LDAPS),
  });
  return {
    ...{ host, authority, adminPassword, close: server.close },
    ...{ baseDn: 'DC=example,DC=test', domain: 'example.test' },
  };
}

/** Where nobody listens on the ports of directories. */
async function freeAddress(): Promise<string> {
  for (;;) {
    const address = `127.${randomInt(1, 255)}.${randomInt(0, 256)}.${randomInt(2, 255)}`;
    const taken = await Promise.all([389, LDAPS, 3268, 3269].map((port) => isTaken(address, port)));
    if (!taken.includes(true)) return address;
  }
}

async function isTaken(address: string, port: number): Promise<boolean> {
  const server = createServer().listen(port, address);
  try {
    await once(server, 'listening');
    return false;
  } catch {
    return true;
  } finally {
    server.close();
  }
}
