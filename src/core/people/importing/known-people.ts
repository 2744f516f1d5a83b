import { createHash } from 'node:crypto';
import { uuidv7 } from '../../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../../platform/database/database.ts';
import { canonicalJson } from '../../../platform/storable-json.ts';
import { type ExternalRef, findRefs } from '../../external-ref.store.ts';
import { findPeople, type Person, type PersonDetails } from '../person.store.ts';
import { findPeopleWithIds } from './people-import.store.ts';
import type { PersonEntry } from './person-entry.ts';

export interface KeyedEntry {
  entry: PersonEntry;
  /** The file's own id first. */
  keys: string[];
}

/** Whom earlier files of the system have brought. */
export interface KnownPeople {
  refs: Map<string, ExternalRef>;
  people: Map<string, Person>;
  /** Whom the system knows by ids: an e-mail alone does not make them somebody with another id. */
  withIds: Set<string>;
}

export async function findKnownPeople(
  db: TenantDb,
  { keys, system }: { keys: string[]; system: string },
): Promise<KnownPeople> {
  const refs = await findRefs(db, { system, kind: 'person', keys });
  const ids = [...new Set([...refs.values()].map(({ entityId }) => entityId))];
  const [people, withIds] = await Promise.all([
    findPeople(db, ids),
    findPeopleWithIds(db, { system, personIds: ids }),
  ]);
  return { refs, people, withIds };
}

export interface PersonPlan {
  entry: PersonEntry;
  known: Person | undefined;
  details: PersonDetails;
  /** Whether the entry says something that the last file did not. */
  differs: boolean;
  refs: ExternalRef[];
}

/** What becomes of an entry; the details of somebody known go over theirs. */
export function planPerson(
  { entry, keys }: KeyedEntry,
  { refs, people, withIds }: KnownPeople,
): PersonPlan {
  const { at: _, groups: __, ...told } = entry;
  const hash = createHash('sha256').update(canonicalJson(told)).digest('hex');
  const found = keys.flatMap((key) => {
    const ref = refs.get(key);
    if (!ref || !people.has(ref.entityId)) return [];
    const isOther = entry.externalId && !key.startsWith('id:') && withIds.has(ref.entityId);
    return isOther ? [] : [ref];
  });
  const [first] = found;
  const known = first && people.get(first.entityId);
  const { externalId: _id, displayName, ...rest } = told;
  const before = known ?? {
    id: uuidv7(),
    givenName: null,
    familyName: null,
    email: null,
    locale: null,
    timeZone: null,
    active: true,
  };
  const details: PersonDetails = { ...before, ...rest, displayName };
  const differs = first?.hash !== hash;
  return {
    entry,
    known,
    details,
    differs,
    // A key of somebody else stays theirs.
    refs: differs
      ? keys
          .filter((key) => {
            const owner = refs.get(key)?.entityId;
            return owner === undefined || owner === details.id || !people.has(owner);
          })
          .map((key) => ({ key, entityId: details.id, hash }))
      : [],
  };
}
