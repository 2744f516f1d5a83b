import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from './find-program.ts';

const run = promisify(execFile);

export interface Certificates {
  /** PEM. */
  authority: string;
  authorityFile: string;
  certificateFile: string;
  keyFile: string;
}

export const findOpenssl = (): string | undefined => findProgram(['openssl']);

/** A certificate for an address, by an authority made for it; all of them in the folder. */
export async function makeCertificates(dir: string, address: string): Promise<Certificates> {
  const openssl = findOpenssl();
  if (!openssl) throw new Error('openssl is missing');
  const file = (name: string) => join(dir, name);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const authorityFile = file('authority.pem');
  await run(openssl, [
    ...['req', '-x509', ...key, '-keyout', file('authority.key'), '-out', authorityFile],
    ...['-days', '2', '-subj', '/CN=Authority of tests'],
    ...['-addext', 'basicConstraints=critical,CA:TRUE'],
  ]);
  const [certificateFile, keyFile] = [file('server.pem'), file('server.key')];
  await run(openssl, [
    ...['req', '-x509', ...key, '-keyout', keyFile, '-out', certificateFile],
    ...['-CA', authorityFile, '-CAkey', file('authority.key'), '-days', '2', '-subj', '/CN=server'],
    ...['-addext', `subjectAltName=IP:${address}`, '-addext', 'basicConstraints=critical,CA:FALSE'],
  ]);
  const authority = await readFile(authorityFile, 'utf8');
  return { authority, authorityFile, certificateFile, keyFile };
}
