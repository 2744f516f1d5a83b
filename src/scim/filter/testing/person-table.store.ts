import type { TenantDb } from '../../../platform/database/database.ts';
import { isDocument, type ScimDocument } from '../../resource/document.ts';
import { toDocCi } from '../../resource/fold.ts';
import { readResource } from '../../resource/read-resource.ts';
import { schemaOf } from '../../schemas/registry.ts';
import type { FilterColumn, FilterTarget } from '../filter-target.ts';
import { customSchema, type Person } from './people.ts';

export const schema = schemaOf('User', [customSchema]);
const hubColumns: Record<string, FilterColumn> = {
  id: { sql: 'p.id', type: 'uuid' },
  'meta.created': { sql: 'p.created', type: 'timestamptz' },
  'meta.lastModified': { sql: 'p.last_modified', type: 'timestamptz' },
};

/** Everything that clients write is looked for in the document. */
export const documents: FilterTarget = {
  schema,
  document: 'p.doc_ci',
  columns: hubColumns,
  relations: {},
};

/** As much as possible has columns and tables. */
export const columns: FilterTarget = {
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

export interface Row {
  person: Person;
  docCi: ScimDocument;
}

export function rowOf(person: Person): Row {
  const { document } = readResource(person.resource, { schema, profile: 'generic' });
  return { person, docCi: toDocCi(document, schema) };
}

/** Makes the tables, which go with the transaction. */
export async function insertRows(db: TenantDb, rows: readonly Row[]): Promise<void> {
  const collation = await otherCollation(db);
  await db.query(`create temporary table person_row (id uuid, created timestamptz,
    last_modified timestamptz, user_name_ci text ${collation}, display_name_ci text ${collation}, external_id text,
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

/** One that sorts by language, where there is one: the order must not be the column's own. */
async function otherCollation(db: TenantDb): Promise<string> {
  const { count } = await db.query(`select from pg_collation where collname = 'und-x-icu'`);
  return count > 0 ? 'collate "und-x-icu"' : '';
}

function microsecond(time: string): string {
  const zoned = /(?:Z|[+-]\d\d:\d\d)$/.test(time) ? time : `${time}Z`;
  return zoned.replace(/(\.\d{6})\d+/, '$1');
}
