import type { Database, TenantDb } from '../../../platform/database/database.ts';
import { storableText } from '../../../platform/storable-json.ts';
import { addPlanned, addProblem, type ImportReport } from '../../decks/importing/import-report.ts';
import { emit } from '../../events/emit.store.ts';
import { lockSystem, writeRefs } from '../../external-ref.store.ts';
import { insertPeople, type PersonDetails, updatePeople } from '../person.store.ts';
import { isTimeZone } from '../person.ts';
import { findKnownPeople, type KeyedEntry, planPerson } from './known-people.ts';
import { ensureGroups, insertGroupMembers } from './people-import.store.ts';
import type { PersonEntry } from './person-entry.ts';
import { planPeople } from './plan-people.ts';

export interface PeopleImportOptions {
  database: Database;
  tenantId: string;
  /** Namespace of the file's ids, and who keeps the groups that it makes: `csv`. */
  system: string;
  report: ImportReport;
}

/** One reading of a file: batch by batch, either to plan or to apply. */
export interface PeopleImport {
  /** Reports what `apply` would do, and stores nothing. */
  plan(people: PersonEntry[]): Promise<void>;
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
  const groupsSeen = new Set<string>();
  const usable = (people: PersonEntry[]): KeyedEntry[] =>
    people.flatMap((entry) => {
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
  return {
    async plan(people) {
      const entries = usable(people);
      if (entries.length === 0) return;
      const plan = await database.read(tenantId, (db) => planPeople(db, { entries, system }));
      for (const outcome of plan.outcomes) report.people[outcome]++;
      addPlanned(report, plan.planned);
      for (const name of plan.groups.missing) {
        // Of batches before this one that would have made it.
        report.groups[groupsSeen.has(name) ? 'unchanged' : 'new']++;
        groupsSeen.add(name);
      }
      report.groups.unchanged += plan.groups.known.length;
    },
    async apply(people) {
      const entries = usable(people);
      if (entries.length === 0) return;
      const stored = await database.tenant(tenantId, (db) => storePeople(db, entries, system));
      for (const outcome of stored.outcomes) report.people[outcome]++;
      report.groups.new += stored.groups.made;
      report.groups.unchanged += stored.groups.ids.size - stored.groups.made;
    },
  };
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
  const groupNames = [...new Set(entries.flatMap(({ entry }) => entry.groups.map(storableText)))];
  const [, known] = await Promise.all([
    lockSystem(db, system),
    findKnownPeople(db, { keys: entries.flatMap(({ keys }) => keys), system }),
  ]);
  const plans = entries.map((entry) => planPerson(entry, known));
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

function provisioned({ id, displayName, email }: PersonDetails, source: string) {
  return {
    type: 'person.provisioned' as const,
    subject: id,
    payload: { personId: id, displayName, email, source },
  };
}
