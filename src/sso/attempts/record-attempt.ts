import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import { storableText } from '../../platform/storable-json.ts';
import type { SsoConnection } from '../connections/sso-connection.ts';
import type { Told } from '../sign-in/told.ts';
import type { SsoError } from '../sso-error.ts';
import { type Attempt, insertAttempt } from './attempt.store.ts';
import { newReference } from './reference.ts';
import type { Step, Trail } from './trail.ts';

/** An attempt as it goes on: what is known so far. */
export interface Underway {
  connection: SsoConnection;
  kind: Attempt['kind'];
  trail: Trail;
  /** Steps of the request that began it. */
  before: readonly Step[];
  told: Told | undefined;
}

export function attemptOf(
  { connection, kind, trail, before, told }: Underway,
  outcome: { personId: string | null } | { error: SsoError },
): Omit<Attempt, 'createdAt'> {
  const error = 'error' in outcome ? outcome.error : undefined;
  return {
    id: uuidv7(),
    reference: newReference(),
    connectionId: connection.id,
    kind,
    outcome: error ? 'refused' : 'done',
    errorCode: error?.code ?? null,
    detail: error ? storableText(error.message.slice(0, 500)) : null,
    personId: 'personId' in outcome ? outcome.personId : null,
    steps: [...before, ...trail.steps],
    said: told ? saidBy(told) : {},
    ms: trail.ms,
  };
}

/** Which attributes came, without what they say: enough to find a mistake in the mapping. */
function saidBy({ attributes, nameIdFormat, sessionIndex }: Told): Record<string, unknown> {
  return {
    nameIdFormat: nameIdFormat ?? null,
    hasSessionIndex: sessionIndex !== undefined,
    attributes: [...attributes].slice(0, 100).map(([name, values]) => ({
      name: name.slice(0, 300),
      values: values.length,
    })),
  };
}

/** Writes down why one was refused; answers what its page shows. */
export async function recordRefusal(
  database: Database,
  { underway, error }: { underway: Underway; error: SsoError },
): Promise<{ reference: string }> {
  const attempt = attemptOf(underway, { error });
  await database.tenant(underway.connection.tenantId, (db) => insertAttempt(db, attempt));
  return attempt;
}
