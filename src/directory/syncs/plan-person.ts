import { canonicalJson } from '../../platform/storable-json.ts';
import type { DirectoryPerson } from '../reading/directory-person.ts';
import type { DirectoryChange } from './directory-change.ts';
import type { DirectoryEntry } from './entry.store.ts';

/** What becomes of somebody whom the directory has; undefined: nothing. */
export function planPerson(
  found: DirectoryPerson,
  entry: DirectoryEntry | undefined,
): DirectoryChange | undefined {
  const { person, dn, dnKey, primaryGroup } = found;
  const name = person.details.displayName ?? dn;
  const named = { subject: person.subject, name, personId: entry?.personId ?? null };
  if (!person.active) {
    // A disabled account brings nobody in.
    return entry?.active ? departure(entry, 'disabled') : undefined;
  }
  const changed = entry ? changedFields(found, entry) : [];
  const data = { person, dn, dnKey, primaryGroup, changed };
  if (!entry) return { ...named, action: 'create', data };
  if (!entry.active) return { ...named, action: 'reactivate', data };
  return changed.length > 0 ? { ...named, action: 'update', data } : undefined;
}

/** Somebody who was taken over and may not be here any more. */
export function departure(
  { subject, personId, person }: DirectoryEntry,
  reason: 'disabled' | 'gone',
): DirectoryChange {
  const name = person.details.displayName ?? subject;
  return { subject, name, personId, action: 'deactivate', data: { reason } };
}

function changedFields(found: DirectoryPerson, entry: DirectoryEntry): string[] {
  const now = comparable(found);
  const before = comparable(entry);
  return Object.keys(now).filter(
    (field) => canonicalJson(now[field] ?? null) !== canonicalJson(before[field] ?? null),
  );
}

function comparable({
  person,
  dn,
  primaryGroup,
}: Pick<DirectoryPerson, 'person' | 'dn' | 'primaryGroup'>): Record<string, unknown> {
  const { userName, externalId, emailVerified, details } = person;
  return { ...details, userName, externalId, emailVerified, dn, primaryGroup };
}
