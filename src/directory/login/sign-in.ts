import { findConnection } from '../../core/people/connections/connection.store.ts';
import type { Connection } from '../../core/people/connections/connection.ts';
import { findPerson } from '../../core/people/person.store.ts';
import { provisionPerson } from '../../core/people/provisioning/provision.ts';
import type { ProvisionedPerson } from '../../core/people/provisioning/provisioned-person.ts';
import { type IssuedSession, issueSession } from '../../core/people/sign-in/issue-session.ts';
import { isDeparted, isRecognised } from '../../core/people/sign-in/recognise.ts';
import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import { isUuid, uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import type { ConnectTcp } from '../../platform/outbound/guarded-tcp.ts';
import { openSecret } from '../../platform/tenancy/keyring.ts';
import {
  bindPasswordName,
  type DirectoryConnection,
  directoryConnectionOf,
} from '../connections/directory-settings.ts';
import { authenticate } from './authenticate.ts';
import { findLoginTenant } from './login.store.ts';
import { LoginError } from './login-error.ts';
import type { LoginThrottle } from './login-throttle.ts';

const SESSION_MS = 8 * 3_600_000;

export interface SignInDeps {
  database: Database;
  master: MasterKeys;
  connectTcp: ConnectTcp;
  throttle: LoginThrottle;
}

export interface LoginConnection {
  tenantId: string;
  connection: DirectoryConnection;
}

/** The connection by which people sign in. @throws LoginError `unknown` */
export async function requireLogin(
  { database }: Pick<SignInDeps, 'database'>,
  id: string,
): Promise<LoginConnection> {
  const tenantId = isUuid(id) ? await findLoginTenant(database.lookup, id) : undefined;
  if (tenantId === undefined) throw new LoginError('unknown');
  const found = await database.read(tenantId, (db) => findConnection(db, id));
  const connection = found && directoryConnectionOf(found);
  if (!connection?.enabled || !connection.settings.login) throw new LoginError('unknown');
  return { tenantId, connection };
}

/** Signs somebody in by the directory's password. @throws LoginError */
export async function signIn(
  { database, master, connectTcp, throttle }: SignInDeps,
  { tenantId, connection }: LoginConnection,
  typed: { name: string; password: string },
): Promise<IssuedSession> {
  const name = typed.name.trim().normalize('NFC');
  const taken: string[] = [];
  // By the name before anybody is asked, and by the account, which may have several names.
  const take = (key: string) => {
    if (!throttle.take(`${connection.id} ${key}`)) throw new LoginError('too_many');
    taken.push(`${connection.id} ${key}`);
  };
  const giveBack = (outcome: 'right' | 'unknown') => {
    for (const key of taken.splice(0)) throttle.giveBack(key, outcome);
  };
  try {
    take(`name ${name.toLowerCase()}`);
    const bindPassword = await database.read(tenantId, (db) =>
      openSecret(db, master, bindPasswordName(connection.id)),
    );
    const { person } = await authenticate({
      ...{ connectTcp, connection, name, password: typed.password },
      bindPassword: bindPassword ?? '',
      beforeBind: ({ subject }) => take(`account ${subject}`),
    });
    giveBack('right');
    return await database.tenant(tenantId, (db) => admit(db, connection, person));
  } catch (error) {
    const isGuess = error instanceof LoginError && error.code === 'wrong';
    if (!isGuess) giveBack('unknown');
    throw error;
  }
}

/** A deactivated person is never brought back by signing in. */
async function admit(
  db: TenantDb,
  connection: Connection,
  person: ProvisionedPerson,
): Promise<IssuedSession> {
  const isStranger = !(await isRecognised(db, connection, person));
  if (isStranger && (await isDeparted(db, person))) throw new LoginError('inactive');
  const { personId } = await provisionPerson(db, { connection, person });
  const found = await findPerson(db, personId);
  if (!found?.active) throw new LoginError('inactive');
  const expiresAt = new Date(Date.now() + SESSION_MS);
  return issueSession(db, { personId, signInId: uuidv7(), expiresAt });
}
