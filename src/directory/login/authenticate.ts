import { randomUUID } from 'node:crypto';
import type { ProvisionedPerson } from '../../core/people/provisioning/provisioned-person.ts';
import type { ConnectTcp } from '../../platform/outbound/guarded-tcp.ts';
import type { DirectoryConnection } from '../connections/directory-settings.ts';
import { DirectoryError } from '../directory-error.ts';
import { type DirectoryPerson, toDirectoryPerson } from '../reading/directory-person.ts';
import { connectLdap, openDirectory } from '../reading/open-directory.ts';
import { findByLogin } from './find-by-login.ts';
import { LoginError } from './login-error.ts';

const TIMEOUT_MS = 15_000;

/**
 * Checks a password by binding with it, over a connection of its own, as the one entry that goes by the
 * name. A name that is nobody's is bound as well, so that it takes as long.
 * @throws LoginError
 */
export async function authenticate({
  connectTcp,
  connection,
  bindPassword,
  name,
  password,
  beforeBind,
}: {
  connectTcp: ConnectTcp;
  connection: DirectoryConnection;
  /** Of the account that reads. */
  bindPassword: string;
  name: string;
  password: string;
  /** Throws where this account may not be tried now. */
  beforeBind(person: ProvisionedPerson): void;
}): Promise<DirectoryPerson> {
  if (name === '' || name.includes('\0') || password === '') throw new LoginError('wrong');
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const found = await find({ connectTcp, connection, bindPassword, name, signal });
  if (found) beforeBind(found.person);
  const dn = found?.dn ?? `CN=${randomUUID()},${connection.settings.baseDn}`;
  await bindAs({ connectTcp, connection, dn, password, signal });
  if (!found?.person.active) throw new LoginError('wrong');
  return found;
}

async function find({
  bindPassword,
  name,
  ...options
}: {
  connectTcp: ConnectTcp;
  connection: DirectoryConnection;
  bindPassword: string;
  name: string;
  signal: AbortSignal;
}): Promise<DirectoryPerson | undefined> {
  try {
    const directory = await openDirectory({ ...options, password: bindPassword });
    try {
      const [entry, other] = await findByLogin(directory, name);
      const at = new Date();
      return entry && !other ? toDirectoryPerson(directory, { entry, at }) : undefined;
    } finally {
      directory.ldap.close();
    }
  } catch (cause) {
    // Also where the account's own password is wrong: nobody who signs in can mend that.
    if (cause instanceof DirectoryError) throw new LoginError('unavailable', { cause });
    throw cause;
  }
}

async function bindAs({
  dn,
  password,
  ...options
}: {
  connectTcp: ConnectTcp;
  connection: DirectoryConnection;
  dn: string;
  password: string;
  signal: AbortSignal;
}): Promise<void> {
  try {
    const ldap = await connectLdap(options);
    try {
      await ldap.bind(dn, password);
    } finally {
      ldap.close();
    }
  } catch (cause) {
    if (!(cause instanceof DirectoryError)) throw cause;
    if (cause.code === 'password_change') throw new LoginError('password_change', { cause });
    const isTheirs = cause.code === 'wrong_credentials' || cause.code === 'refused';
    throw new LoginError(isTheirs ? 'wrong' : 'unavailable', { cause });
  }
}
