import { expect } from 'chai';
import type { TenantDb } from '../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import { compileFilter } from './compile-filter.ts';
import type { FilterTarget } from './filter-target.ts';
import { matches } from './matches.ts';
import { parseFilter } from './parse-filter.ts';
import { resolveFilter } from './resolve-filter.ts';
import { type Person, somePeople } from './testing/people.ts';
import {
  columns,
  documents,
  insertRows,
  type Row,
  rowOf,
  schema,
} from './testing/person-table.store.ts';
import { type RandomFilter, randomFilters } from './testing/random-filter.ts';

const FILTERS = 5000;
const PEOPLE = 40;
const BATCH = 20;

/** Ids of the rows that each filter finds, in one statement. */
async function findEach(
  db: TenantDb,
  filters: readonly RandomFilter<Person>[],
  target: FilterTarget,
): Promise<string[][]> {
  const values: unknown[] = [];
  const selects = filters.map(({ text }, n) => {
    const compiled = compileFilter(parseFilter(text, 'generic'), target, values.length + 1);
    values.push(...compiled.values);
    return `select ${n} as n, p.id from person_row p where ${compiled.sql}`;
  });
  const { rows } = await db.query<{ n: number; id: string }>(
    `${selects.join(' union all ')} order by 1, 2`,
    values,
  );
  return filters.map((_, n) => rows.filter((row) => row.n === n).map(({ id }) => id));
}

describe('filters on the database', () => {
  let filters: RandomFilter<Person>[];
  let rows: Row[];
  before(function () {
    this.timeout(60_000);
    filters = randomFilters(FILTERS);
    rows = somePeople(PEOPLE).map(rowOf);
  });

  it(`RFC 7644 3.4.2.2: ${FILTERS} random filters find what an independent oracle finds`, async function () {
    this.timeout(300_000);
    expect(filters).to.have.length(FILTERS);
    const database = await testDatabase();
    const tenantId = await testTenant(database);
    let some = 0;
    for (let at = 0; at < filters.length; at += BATCH * 25) {
      await database.tenant(tenantId, async (db) => {
        await insertRows(db, rows);
        for (let from = at; from < Math.min(at + BATCH * 25, filters.length); from += BATCH) {
          const batch = filters.slice(from, from + BATCH);
          const expected = batch.map(({ holds }) =>
            rows.filter(({ person }) => holds(person)).map(({ person }) => person.id),
          );
          some += expected.filter(({ length }) => length > 0 && length < PEOPLE).length;
          const inDocuments = await findEach(db, batch, documents);
          const inColumns = await findEach(db, batch, columns);
          batch.forEach(({ text }, n) => {
            expect(inDocuments[n], `in documents: ${text}`).to.deep.equal(expected[n]);
            expect(inColumns[n], `in columns: ${text}`).to.deep.equal(expected[n]);
          });
        }
      });
    }
    // Filters that find everything or nothing would prove little.
    expect(some).to.be.greaterThan(FILTERS / 2);
  });

  it('what is evaluated in the process agrees with the same oracle', function () {
    this.timeout(120_000);
    const evaluable = filters.filter(({ text }) => !/\b(?:id|meta)\b/i.test(text));
    expect(evaluable.length).to.be.greaterThan(FILTERS / 2);
    for (const { text, holds } of evaluable) {
      const resolved = resolveFilter(parseFilter(text, 'generic'), schema);
      for (const { person, docCi } of rows) {
        if (matches(resolved, docCi) !== holds(person)) {
          expect.fail(`${text} on ${JSON.stringify(docCi)}`);
        }
      }
    }
  });
});
