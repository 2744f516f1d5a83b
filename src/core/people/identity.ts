import type { TenantDb } from '../../platform/database/database.ts';
import { DomainError } from '../domain-error.ts';
import { type Identity, type IdentityKey, insertIdentity, lockIdentity } from './identity.store.ts';
import type { CreatePerson } from './person.schema.ts';
import { findPersonBy, type Person } from './person.store.ts';
import { createPerson, getPerson } from './person.ts';

/**
 * The person behind an identity, made and linked at first sight. Nobody is recognised by their
 * e-mail here: whether two sources mean one person is the tenant's rule.
 */
export async function findOrProvision(
  db: TenantDb,
  { key, person }: { key: IdentityKey; person: CreatePerson },
): Promise<{ person: Person; outcome: 'found' | 'provisioned' }> {
  const known = await findPersonBy(db, key);
  if (known) return { person: known, outcome: 'found' };
  await lockIdentity(db, key);
  const meanwhile = await findPersonBy(db, key);
  if (meanwhile) return { person: meanwhile, outcome: 'found' };
  const made = await createPerson(db, { input: person, source: key.source });
  await insertIdentity(db, { ...key, personId: made.id });
  return { person: made, outcome: 'provisioned' };
}

/** @throws DomainError `not_found` for the person, `conflict` where it is someone else's */
export async function linkIdentity(
  db: TenantDb,
  link: IdentityKey & { personId: string },
): Promise<Identity> {
  await getPerson(db, link.personId);
  const identity = await insertIdentity(db, link);
  if (identity.personId !== link.personId) {
    throw new DomainError('conflict', 'this identity belongs to another person');
  }
  return identity;
}
