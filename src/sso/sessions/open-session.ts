import { type IssuedSession, issueSession } from '../../core/people/sign-in/issue-session.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import type { SsoConnection } from '../connections/sso-connection.ts';
import type { Told } from '../sign-in/told.ts';
import { insertSession } from './session.store.ts';

/** A session that lives as long as the connection says, and no longer than the provider's. */
export async function openSession(
  db: TenantDb,
  { connection, personId, told }: { connection: SsoConnection; personId: string; told: Told },
): Promise<IssuedSession> {
  const latest = Date.now() + connection.settings.sessionMinutes * 60_000;
  const expiresAt = new Date(Math.min(latest, told.sessionUntil?.getTime() ?? latest));
  const id = uuidv7();
  const issued = await issueSession(db, { personId, signInId: id, expiresAt });
  await insertSession(db, {
    ...{ id, connectionId: connection.id, personId, subject: told.nameId, expiresAt },
    nameIdFormat: told.nameIdFormat ?? null,
    sessionIndex: told.sessionIndex ?? null,
    tokenIds: issued.tokenIds,
  });
  return issued;
}
