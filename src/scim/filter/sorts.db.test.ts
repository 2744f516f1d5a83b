import { expect } from 'chai';
import type { TenantDb } from '../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import { ScimError } from '../scim-error.ts';
import { compileSeek, compileSort } from './compile-sort.ts';
import type { FilterTarget } from './filter-target.ts';
import { comparisonHolds, isAssigned, type ValueType } from './testing/oracle.ts';
import { CUSTOM, type Person, somePeople } from './testing/people.ts';
import { columns, documents, insertRows, rowOf } from './testing/person-table.store.ts';

type Direction = 'ascending' | 'descending';

const people = somePeople(40);

interface Sorted {
  sortBy: string;
  type: ValueType;
  /** What the person is sorted by. */
  value(person: Person): unknown;
}

function of(sortBy: string, type: ValueType, ...keys: string[]): Sorted {
  return { sortBy, type, value: ({ resource }) => at(resource, keys) };
}

function at(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (whole, key) => (typeof whole === 'object' && whole !== null ? Reflect.get(whole, key) : whole),
    value,
  );
}

/** RFC 7644 3.4.2.3: the value of the primary element, else of the first. */
function chosen(list: unknown, key: string): unknown {
  const elements: unknown[] = Array.isArray(list) ? list.filter(isAssigned) : [];
  const primary = elements.find((one) => /^true$/i.test(String(at(one, ['primary']))));
  return at(primary ?? elements[0], [key]);
}

const sorts: readonly Sorted[] = [
  of('userName', 'text', 'userName'),
  of('DISPLAYNAME', 'text', 'displayName'),
  of('externalId', 'exact', 'externalId'),
  of('name.familyName', 'text', 'name', 'familyName'),
  of('active', 'boolean', 'active'),
  of(`${CUSTOM}:level`, 'number', CUSTOM, 'level'),
  of(`${CUSTOM}:hiredAt`, 'time', CUSTOM, 'hiredAt'),
  of(`${CUSTOM}:certified`, 'boolean', CUSTOM, 'certified'),
  { sortBy: 'meta.lastModified', type: 'time', value: ({ lastModified }) => lastModified },
  { sortBy: 'id', type: 'exact', value: ({ id }) => id },
  { sortBy: 'roles', type: 'text', value: ({ resource }) => chosen(resource.roles, 'value') },
  { sortBy: 'roles.type', type: 'text', value: ({ resource }) => chosen(resource.roles, 'type') },
];

function expectedOrder({ type, value }: Sorted, direction: Direction): string[] {
  const sign = direction === 'ascending' ? 1 : -1;
  const isLess = (a: unknown, b: unknown) =>
    comparisonHolds([a], { operator: 'lt', literal: b, type });
  const order = (a: Person, b: Person) => {
    const [left, right] = [value(a), value(b)];
    if (isAssigned(left) !== isAssigned(right)) return isAssigned(left) ? -sign : sign;
    if (isAssigned(left) && isLess(left, right)) return -sign;
    if (isAssigned(left) && isLess(right, left)) return sign;
    return a.id < b.id ? -1 : 1;
  };
  return people.toSorted(order).map(({ id }) => id);
}

/** Ids in order, in pages of `size` that each begin where the one before ended. */
async function inPages(
  db: TenantDb,
  { sortBy, sortOrder }: { sortBy: string; sortOrder: Direction },
  { target, size }: { target: FilterTarget; size: number },
): Promise<string[]> {
  const found: string[] = [];
  const sort = compileSort({ sortBy, sortOrder }, target, 1);
  let after: { id: string; key: string | null } | undefined;
  do {
    const seek =
      after &&
      compileSeek(sort, { after, idColumn: 'p.id', firstParameter: sort.values.length + 1 });
    const { rows } = await db.query<{ id: string; key: string | null }>(
      `select p.id, ${sort.keyText} as key from person_row p where ${seek?.sql ?? 'true'}
       order by ${sort.orderBy}, p.id limit ${size}`,
      [...sort.values, ...(seek?.values ?? [])],
    );
    found.push(...rows.map(({ id }) => id));
    after = rows.at(-1);
  } while (after);
  return found;
}

describe('RFC 7644 3.4.2.3 sorting on the database', () => {
  let rows: ReturnType<typeof rowOf>[];
  before(() => {
    rows = people.map(rowOf);
  });

  for (const direction of ['ascending', 'descending'] as const) {
    it(`${direction}: unassigned values ${direction === 'ascending' ? 'last' : 'first'}, page by page`, async function () {
      this.timeout(60_000);
      const database = await testDatabase();
      await database.tenant(await testTenant(database), async (db) => {
        await insertRows(db, rows);
        for (const sorted of sorts) {
          const expected = expectedOrder(sorted, direction);
          for (const target of [documents, columns]) {
            const order = { sortBy: sorted.sortBy, sortOrder: direction };
            const whole = await inPages(db, order, { target, size: people.length });
            expect(whole, sorted.sortBy).to.deep.equal(expected);
            const paged = await inPages(db, order, { target, size: 7 });
            expect(paged, `${sorted.sortBy} in pages`).to.deep.equal(expected);
          }
        }
      });
    });
  }

  const refused: [string, string | undefined, string][] = [
    ['nothing', undefined, 'invalidPath'],
    ['name', undefined, 'invalidPath'],
    ['password', undefined, 'invalidPath'],
    ['groups.display', undefined, 'invalidPath'],
    ['meta.location', undefined, 'invalidPath'],
    ['emails[type eq "work"]', undefined, 'invalidPath'],
    ['userName; drop table person', undefined, 'invalidPath'],
    ['__proto__', undefined, 'invalidPath'],
    ['userName', 'upwards', 'invalidValue'],
  ];
  for (const [sortBy, sortOrder, scimType] of refused) {
    it(`${sortBy} ${sortOrder ?? ''} -> 400 ${scimType}`, () => {
      const attempt = () => compileSort({ sortBy, sortOrder }, documents, 1);
      expect(attempt).to.throw(ScimError).with.property('scimType', scimType);
    });
  }
});
