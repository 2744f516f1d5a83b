import { listIdentities } from '../../core/people/identity.store.ts';
import { findPerson } from '../../core/people/person.store.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { identifiersOf } from './identifiers.ts';
import { findHoldOnAll, type LegalHold, listPersonHolds } from './legal-hold.store.ts';

/** A hold on everybody, or on a person whom one of the IFIs may name. */
export async function findHoldOn(
  db: TenantDb,
  ifis: readonly string[],
  hub: string,
): Promise<LegalHold | undefined> {
  const onAll = await findHoldOnAll(db);
  if (onAll) return onAll;
  const wanted = new Set(ifis);
  for (const { hold, identifiers } of await heldIdentifiers(db, hub)) {
    if (identifiers.some((ifi) => wanted.has(ifi))) return hold;
  }
  return undefined;
}

/** IFIs of every person on hold. */
export async function heldIdentifiers(
  db: TenantDb,
  hub: string,
): Promise<{ hold: LegalHold; identifiers: string[] }[]> {
  const held = [];
  for (const hold of await listPersonHolds(db)) {
    const { personId } = hold;
    const person = await findPerson(db, personId);
    const identities = await listIdentities(db, personId);
    const email = person?.email ?? null;
    held.push({ hold, identifiers: identifiersOf({ personId, email, identities }, hub) });
  }
  return held;
}
