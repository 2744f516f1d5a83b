import { expect } from 'chai';
import type { TenantDb } from '../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import { isDocument, type ScimDocument } from '../resource/document.ts';
import { foldText, toDocCi } from '../resource/fold.ts';
import { readResource } from '../resource/read-resource.ts';
import { schemaOf } from '../schemas/registry.ts';
import { compileFilter } from './compile-filter.ts';
import type { FilterColumn, FilterTarget } from './filter-target.ts';
import { matches } from './matches.ts';
import { parseFilter } from './parse-filter.ts';
import { resolveFilter } from './resolve-filter.ts';
import { customSchema, type Person, somePeople } from './testing/people.ts';
import { type RandomFilter, randomFilters } from './testing/random-filter.ts';

const FILTERS = 5000;
const PEOPLE = 40;
const BATCH = 20;

const schema = schemaOf('User', [customSchema]);
const hubColumns: Record<string, FilterColumn> = {
  id: { sql: 'p.id', type: 'uuid' },
  'meta.created': { sql: 'p.created', type: 'timestamptz' },
  'meta.lastModified': { sql: 'p.last_modified', type: 'timestamptz' },
};

/** Everything that clients write is looked for in the document. */
const documents: FilterTarget = {
  schema,
  document: 'p.doc_ci',
  columns: hubColumns,
  relations: {},
};

/** As much as possible has columns and tables. */
const columns: FilterTarget = {
  schema,
  document: 'p.doc_ci',
  columns: {
    ...hubColumns,
    userName: { sql: 'p.user_name_ci', type: 'text' },
    displayName: { sql: 'p.display_name_ci', type: 'text' },
    externalId: { sql: 'p.external_id', type: 'text' },
    active: { sql: 'p.active', type: 'boolean' },
  },
  relations: {
    emails: {
      from: 'email e',
      on: 'e.person_id = p.id',
      columns: {
        value: { sql: 'e.value_ci', type: 'text' },
        type: { sql: 'e.type_ci', type: 'text' },
        display: { sql: 'e.display_ci', type: 'text' },
        primary: { sql: 'e.is_primary', type: 'boolean' },
      },
    },
  },
};

interface Row {
  person: Person;
  docCi: ScimDocument;
}

function rowOf(person: Person): Row {
  const { document } = readResource(person.resource, { schema, profile: 'generic' });
  return { person, docCi: toDocCi(document, schema) };
}

async function insertRows(db: TenantDb, rows: readonly Row[]): Promise<void> {
  await db.query(`create temporary table person_row (id uuid, created timestamptz,
    last_modified timestamptz, user_name_ci text, display_name_ci text, external_id text,
    active boolean, doc_ci jsonb) on commit drop`);
  await db.query(`create temporary table email (person_id uuid, value_ci text, type_ci text,
    display_ci text, is_primary boolean) on commit drop`);
  const people = rows.map(({ person: { id, created, lastModified }, docCi }) => ({
    id,
    // As the hub writes times: to the microsecond, not rounded.
    created: microsecond(created),
    last_modified: microsecond(lastModified),
    user_name_ci: docCi.userName,
    display_name_ci: docCi.displayName,
    external_id: docCi.externalId,
    active: docCi.active,
    doc_ci: docCi,
  }));
  await db.query(
    'insert into person_row select * from jsonb_populate_recordset(null::person_row, $1::jsonb)',
    [JSON.stringify(people)],
  );
  const emails = rows.flatMap(({ person, docCi }) =>
    (Array.isArray(docCi.emails) ? docCi.emails.filter(isDocument) : []).map((email) => ({
      person_id: person.id,
      value_ci: email.value,
      type_ci: email.type,
      display_ci: email.display,
      is_primary: email.primary,
    })),
  );
  await db.query(
    'insert into email select * from jsonb_populate_recordset(null::email, $1::jsonb)',
    [JSON.stringify(emails)],
  );
}

function microsecond(time: string): string {
  const zoned = /(?:Z|[+-]\d\d:\d\d)$/.test(time) ? time : `${time}Z`;
  return zoned.replace(/(\.\d{6})\d+/, '$1');
}

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
  it(`RFC 7644 3.4.2.2: ${FILTERS} random filters find what an independent oracle finds`, async function () {
    this.timeout(300_000);
    const filters = randomFilters(FILTERS);
    expect(filters).to.have.length(FILTERS);
    const rows = somePeople(PEOPLE).map(rowOf);
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

  it('what is evaluated in the process agrees with the same oracle', () => {
    const rows = somePeople(PEOPLE).map(rowOf);
    const filters = randomFilters(FILTERS).filter(({ text }) => !/\b(?:id|meta)\b/i.test(text));
    expect(filters.length).to.be.greaterThan(FILTERS / 2);
    for (const { text, holds } of filters) {
      const resolved = resolveFilter(parseFilter(text, 'generic'), schema);
      for (const { person, docCi } of rows) {
        expect(matches(resolved, docCi), `${text} on ${JSON.stringify(docCi)}`).to.equal(
          holds(person),
        );
      }
    }
  });

  it('columns hold what the fold says', () => {
    expect(foldText('CAFE\u0301 \u039f\u0394\u039f\u03a3')).to.equal(
      'caf\u00e9 \u03bf\u03b4\u03bf\u03c3',
    );
  });
});
