import type { TenantDb } from '../../../platform/database/database.ts';
import { storableText } from '../../../platform/storable-json.ts';
import type { ImportOutcome, PlannedPerson } from '../../decks/importing/import-report.ts';
import { findKnownPeople, type KeyedEntry, planPerson } from './known-people.ts';
import { findGroups, findMemberships } from './people-import.store.ts';

export interface PeoplePlan {
  outcomes: Extract<ImportOutcome, 'new' | 'updated' | 'unchanged'>[];
  planned: PlannedPerson[];
  /** Names of groups, by whether they are there. */
  groups: { missing: string[]; known: string[] };
}

const fields = ['displayName', 'givenName', 'familyName', 'email', 'locale', 'timeZone'] as const;

/** What storing these would do; nothing is stored. */
export async function planPeople(
  db: TenantDb,
  { entries, system }: { entries: KeyedEntry[]; system: string },
): Promise<PeoplePlan> {
  const names = [...new Set(entries.flatMap(({ entry }) => entry.groups.map(storableText)))];
  const [known, groups] = await Promise.all([
    findKnownPeople(db, { keys: entries.flatMap(({ keys }) => keys), system }),
    findGroups(db, { names, source: system }),
  ]);
  const memberships = await findMemberships(db, {
    groupIds: [...groups.values()],
    personIds: [...known.people.keys()],
  });
  const lines = entries.map((entry) => {
    const plan = planPerson(entry, known);
    const before = plan.known;
    const { details } = plan;
    const written =
      before && plan.differs
        ? fields.filter((field) => (before[field] ?? '') !== storableText(details[field] ?? ''))
        : [];
    const joins = plan.entry.groups.some(
      (name) => !memberships.has(`${groups.get(storableText(name))} ${details.id}`),
    );
    const changed = [...written, ...(before && joins ? ['groups'] : [])];
    const outcome = !before ? 'new' : changed.length > 0 ? 'updated' : 'unchanged';
    return { at: plan.entry.at, outcome, displayName: details.displayName, changed } as const;
  });
  return {
    outcomes: lines.map(({ outcome }) => outcome),
    planned: lines.flatMap(({ at, outcome: action, displayName, changed }) =>
      action === 'unchanged' ? [] : [{ at, action, displayName, changed }],
    ),
    groups: {
      missing: names.filter((name) => !groups.has(name)),
      known: names.filter((name) => groups.has(name)),
    },
  };
}
