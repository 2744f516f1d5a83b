import { ImportRefusedError } from '../../platform/files/import-refused-error.ts';
import type { ImportBatch, PersonEntry } from '../import-source.ts';
import { namesHeaders, resolveMapping } from './column-mapping.ts';
import { type PersonRole, personRoleOf } from './header-words.ts';
import { personEntry } from './person-entry.ts';
import { createProblemLog } from './problem-log.ts';
import { type Row, type Table, tableRows } from './table.ts';

const BATCH_PEOPLE = 500;
const ROLES: PersonRole[] = [
  'externalId',
  'displayName',
  'givenName',
  'familyName',
  'email',
  'locale',
  'timeZone',
  'groups',
  'ignore',
];
const IDENTIFYING: PersonRole[] = ['externalId', 'displayName', 'givenName', 'familyName', 'email'];

export interface PersonTable {
  table: Table;
  plan: { headerRow: boolean; roles: (PersonRole | undefined)[] };
}

/** @throws {ImportRefusedError} `unknown_column`, `invalid_mapping`, `unknown_columns` */
export function planPeople(
  table: Table,
  sample: Row[],
  mapping: Record<string, string> = {},
): PersonTable {
  const headers = table.directives.columns ?? sample[0]?.cells ?? [];
  const named = headers.some((header) => personRoleOf(header) !== undefined);
  const headerRow = table.directives.columns === undefined && (named || namesHeaders(mapping));
  const mapped = resolveMapping(mapping, headers, headers.length);
  const roles = headers.map((_, index) => {
    const field = mapped.get(index);
    return field === undefined ? undefined : roleOf(field);
  });
  headers.forEach((header, index) => {
    const role = named ? personRoleOf(header) : undefined;
    if (!mapped.has(index) && role && !roles.includes(role)) roles[index] = role;
  });
  if (!roles.some((role) => role && IDENTIFYING.includes(role))) {
    throw new ImportRefusedError(
      'unknown_columns',
      'No column holds a name, an e-mail address or an id. Name the columns in the first row.',
    );
  }
  return { table, plan: { headerRow, roles } };
}

function roleOf(field: string): PersonRole {
  const role = ROLES.find((name) => name.toLowerCase() === field.toLowerCase());
  if (role) return role;
  throw new ImportRefusedError(
    'invalid_mapping',
    `A person has no ${JSON.stringify(field)}; there are: ${ROLES.join(', ')}.`,
  );
}

export async function* readPeople(tables: PersonTable[]): AsyncGenerator<ImportBatch> {
  const problems = createProblemLog();
  const seen = new Map<string, string>();
  let people: PersonEntry[] = [];
  for (const { table, plan } of tables) {
    for await (const row of tableRows(table, plan)) {
      const { person, failure, warnings } = personEntry(row.at, cellsByRole(row, plan.roles));
      for (const warning of warnings) problems.warn(row.at, warning);
      const earlier = person && noteSeen(seen, person);
      if (failure) problems.failed(row.at, failure);
      if (earlier) problems.failed(row.at, `it is the same person as ${earlier}`);
      if (!person || earlier) continue;
      people.push(person);
      if (people.length < BATCH_PEOPLE) continue;
      yield { type: 'people', people };
      yield* problems.flush();
      people = [];
    }
  }
  if (people.length > 0) yield { type: 'people', people };
  yield* problems.finish();
}

function cellsByRole(row: Row, roles: (PersonRole | undefined)[]): Map<PersonRole, string> {
  const cells = new Map<PersonRole, string>();
  roles.forEach((role, index) => {
    if (role) cells.set(role, row.cells[index] ?? '');
  });
  return cells;
}

/** Where the same id, or without one the same address, stood before. */
function noteSeen(seen: Map<string, string>, person: PersonEntry): string | undefined {
  const { externalId, email } = person;
  const key = externalId ? `id ${externalId}` : email ? `mail ${email.toLowerCase()}` : undefined;
  if (key === undefined) return undefined;
  const earlier = seen.get(key);
  if (earlier === undefined) seen.set(key, person.at);
  return earlier;
}
