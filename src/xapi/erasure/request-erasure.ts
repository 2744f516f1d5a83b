import { randomBytes } from 'node:crypto';
import { listIdentities } from '../../core/people/identity.store.ts';
import { lockPerson } from '../../core/people/person.store.ts';
import { audit } from '../../platform/audit/audit.store.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import { enqueue } from '../../platform/jobs/enqueue.ts';
import { findHoldOn } from '../holds/held-identifiers.ts';
import { identifiersOf, withVariants } from '../holds/identifiers.ts';
import { type Erasure, type ErasureMode, insertErasure } from './erasure.store.ts';

export const ERASE = 'lrs.erase';

interface Request {
  mode: ErasureMode;
  /** Who asks for it, for the audit log. */
  by: string;
}

/** @throws Problem 404, 409 `legal_hold` */
export async function requestPersonErasure(
  db: TenantDb,
  { personId, hub, ...request }: Request & { personId: string; hub: string },
): Promise<Erasure> {
  const person = await lockPerson(db, personId);
  if (!person) throw new Problem(404, 'not_found', { detail: 'There is no such person.' });
  const identities = await listIdentities(db, personId);
  const identifiers = identifiersOf({ personId, email: person.email, identities }, hub);
  return start(db, { ...request, hub, personId, identifiers });
}

/**
 * @param ifi of somebody whom only statements know
 * @throws Problem 409 `legal_hold`
 */
export async function requestActorErasure(
  db: TenantDb,
  { ifi, ...request }: Request & { ifi: string; hub: string },
): Promise<Erasure> {
  return start(db, { ...request, personId: null, identifiers: withVariants([ifi]) });
}

async function start(
  db: TenantDb,
  {
    mode,
    by,
    hub,
    personId,
    identifiers,
  }: Request & { hub: string; personId: string | null; identifiers: string[] },
): Promise<Erasure> {
  const hold = await findHoldOn(db, identifiers, hub);
  if (hold) {
    throw new Problem(409, 'legal_hold', {
      detail: `A legal hold on ${hold.personId ? 'this person' : 'everybody'} forbids it (${hold.reason}). Lift the hold first.`,
    });
  }
  const erasure = await insertErasure(db, {
    id: uuidv7(),
    personId,
    mode,
    identifiers,
    pseudonym: `erased:${randomBytes(16).toString('hex')}`,
    createdBy: by,
  });
  await enqueue(db, { kind: ERASE, payload: { erasureId: erasure.id } });
  await audit(db, {
    actor: by,
    action: 'erasure.requested',
    subject: personId ? { type: 'person', id: personId } : { type: 'erasure', id: erasure.id },
    detail: { erasureId: erasure.id, mode },
  });
  return erasure;
}
