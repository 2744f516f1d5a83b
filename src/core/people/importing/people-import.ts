import { createHash } from 'node:crypto';
import { uuidv7 } from '../../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../../platform/database/database.ts';
import { addProblem, type ImportReport } from '../../decks/importing/import-report.ts';
import { emit } from '../../events/emit.store.ts';
import { type ExternalRef, findRefs, lockSystem, writeRefs } from '../../external-ref.store.ts';
import { canonicalJson, storableText } from '../../storable-json.ts';
import {
  findPeople,
  insertPeople,
  type Person,
  type PersonDetails,
  updatePeople,
} from '../person.store.ts';
import { isTimeZone } from '../person.ts';
import { ensureGroups, findPeopleWithIds, insertGroupMembers } from './people-import.store.ts';
import type { PersonEntry } from './person-entry.ts';

export interface PeopleImportOptions {
  database: Database;
  tenantId: string;
  /** Namespace of the file's ids, and who keeps the groups that it makes: `csv`. */
  system: string;
  report: ImportReport;
}

export interface PeopleImport {
  /** Stores a batch in one transaction; the same batch again changes nothing. */
  apply(people: PersonEntry[]): Promise<void>;
}

/**
 * Takes people from files: known by the file's own id, else by the e-mail of an earlier import from
 * the same system, never by one from elsewhere. Groups only grow.
 */
export function createPeopleImport(options: PeopleImportOptions): PeopleImport {
  const { database, tenantId, system, report } = options;
  const seen = new Map<string, string>();
  return {
    async apply(people) {
      const usable = people.flatMap((entry) => {
        const keys = keysOf(entry);
        const reason = refusal(entry, keys, seen);
        if (reason === undefined) {
          for (const key of keys) seen.set(key, entry.at);
          return [{ entry, keys }];
        }
        report.people.failed++;
        addProblem(report, { at: entry.at, severity: 'failed', reason });
        return [];
      });
      if (usable.length === 0) return;
      const stored = await database.tenant(tenantId, (db) => storePeople(db, usable, system));
      for (const outcome of stored.outcomes) report.people[outcome]++;
      report.groups.new += stored.groups.made;
      report.groups.unchanged += stored.groups.ids.size - stored.groups.made;
    },
  };
}

interface KeyedEntry {
  entry: PersonEntry;
  keys: string[];
}

/** The file's own id first. */
function keysOf({ externalId, email }: PersonEntry): string[] {
  return [
    ...(externalId ? [`id:${storableText(externalId)}`] : []),
    ...(email ? [`mailto:${storableText(email).toLowerCase()}`] : []),
  ];
}

function refusal(
  { timeZone }: PersonEntry,
  keys: string[],
  seen: Map<string, string>,
): string | undefined {
  const [key] = keys;
  if (key === undefined)
    return 'neither an id nor an e-mail, so the person could not be found again';
  const repeated = keys.find((other) => seen.has(other));
  if (repeated)
    return `"${repeated.replace(/^\w+:/, '')}" is already used by ${seen.get(repeated)}`;
  if (timeZone && !isTimeZone(timeZone)) return `there is no time zone "${timeZone}"`;
  return undefined;
}

async function storePeople(db: TenantDb, entries: KeyedEntry[], system: string) {
  const allKeys = entries.flatMap(({ keys }) => keys);
  const groupNames = [...new Set(entries.flatMap(({ entry }) => entry.groups.map(storableText)))];
  const [, refs] = await Promise.all([
    lockSystem(db, system),
    findRefs(db, { system, kind: 'person', keys: allKeys }),
  ]);
  const ids = [...new Set([...refs.values()].map(({ entityId }) => entityId))];
  const [people, withIds] = await Promise.all([
    findPeople(db, ids),
    findPeopleWithIds(db, { system, personIds: ids }),
  ]);
  const plans = entries.map((entry) => planPerson(entry, { refs, people, withIds }));
  const added = plans.filter(({ known: ours }) => !ours);
  const [, changed, groups] = await Promise.all([
    insertPeople(
      db,
      added.map(({ details }) => details),
    ),
    updatePeople(
      db,
      plans.filter((plan) => plan.known && plan.differs).map(({ details }) => details),
    ),
    ensureGroups(db, { names: groupNames, source: system }),
    writeRefs(db, { system, kind: 'person', refs: plans.flatMap((plan) => plan.refs) }),
    emit(db, ...added.map(({ details }) => provisioned(details, system))),
  ]);
  const memberships = plans.flatMap(({ entry, details }) =>
    entry.groups.flatMap((name) => {
      const groupId = groups.ids.get(storableText(name));
      return groupId ? [{ groupId, personId: details.id }] : [];
    }),
  );
  const joined = await insertGroupMembers(db, memberships);
  const outcomes = plans.map(({ known: ours, details }) => {
    if (!ours) return 'new' as const;
    return changed.has(details.id) || joined.has(details.id)
      ? ('updated' as const)
      : ('unchanged' as const);
  });
  return { outcomes, groups };
}

interface KnownPeople {
  refs: Map<string, ExternalRef>;
  people: Map<string, Person>;
  /** Whom the system knows by ids: an e-mail alone does not make them somebody with another id. */
  withIds: Set<string>;
}

function planPerson({ entry, keys }: KeyedEntry, { refs, people, withIds }: KnownPeople) {
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

function provisioned({ id, displayName, email }: PersonDetails, source: string) {
  return {
    type: 'person.provisioned' as const,
    subject: id,
    payload: { personId: id, displayName, email, source },
  };
}
