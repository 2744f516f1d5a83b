import type {
  DocumentContent,
  DocumentKey,
  DocumentScope,
  Expected,
  StoredDocument,
} from '../store.ts';
import type { LrsTransaction } from './database.ts';
import { hashUuid } from './key.ts';

export async function findDocument(
  db: LrsTransaction,
  key: DocumentKey,
): Promise<StoredDocument | undefined> {
  const { rows } = await db.query<StoredDocument>(
    `select content_type as "contentType", content, etag, updated_at as updated
     from xapi_document where tenant_id = $1 and scope = $2 and name = $3`,
    [db.tenantId, scopeOf(key), nameOf(key)],
    'kept',
  );
  return rows[0];
}

export async function listDocuments(
  db: LrsTransaction,
  scope: DocumentScope,
  since: Date | undefined,
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select distinct id from xapi_document
     where tenant_id = $1 and scope = $2 and ($3::uuid is null or registration = $3)
       and ($4::timestamptz is null or updated_at > $4)
     order by id`,
    [db.tenantId, scopeOf(scope), registrationOf(scope), since],
  );
  return rows.map(({ id }) => id);
}

export async function writeDocument(
  db: LrsTransaction,
  key: DocumentKey,
  document: DocumentContent,
  expected: Expected,
): Promise<boolean> {
  const values = [
    ...[db.tenantId, scopeOf(key), nameOf(key)],
    ...[document.contentType, document.content, document.etag],
  ];
  if (typeof expected === 'object') {
    const { count } = await db.query(
      `update xapi_document set content_type = $4, content = $5, etag = $6, updated_at = ${NOW}
       where tenant_id = $1 and scope = $2 and name = $3 and etag = $7`,
      [...values, expected.etag],
      'kept',
    );
    return count > 0;
  }
  const onConflict =
    expected === 'nothing'
      ? 'do nothing'
      : `do update set content_type = excluded.content_type, content = excluded.content,
           etag = excluded.etag, updated_at = excluded.updated_at`;
  const { count } = await db.query(
    `insert into xapi_document (tenant_id, scope, name, content_type, content, etag, updated_at,
       kind, agent, activity_id, registration, id)
     values ($1, $2, $3, $4, $5, $6, ${NOW}, $7, $8, $9, $10, $11)
     on conflict (tenant_id, scope, name) ${onConflict}`,
    [
      ...[...values, key.kind, 'agent' in key ? key.agent : null],
      ...['activityId' in key ? key.activityId : null, registrationOf(key), key.id],
    ],
    'kept',
  );
  return count > 0;
}

export async function deleteDocument(
  db: LrsTransaction,
  key: DocumentKey,
  expected: Expected,
): Promise<boolean> {
  const values = [db.tenantId, scopeOf(key), nameOf(key)];
  if (expected === 'nothing') return (await findDocument(db, key)) === undefined;
  const { count } = await db.query(
    `delete from xapi_document where tenant_id = $1 and scope = $2 and name = $3
       and ($4::text is null or etag = $4)`,
    [...values, expected === 'anything' ? null : expected.etag],
    'kept',
  );
  return count > 0 || expected === 'anything';
}

export async function deleteDocuments(db: LrsTransaction, scope: DocumentScope): Promise<void> {
  await db.query(
    `delete from xapi_document where tenant_id = $1 and scope = $2
       and ($3::uuid is null or registration = $3)`,
    [db.tenantId, scopeOf(scope), registrationOf(scope)],
  );
}

/** Of the precision that answers show, so that `since` with a time shown leaves that one out. */
const NOW = "date_trunc('milliseconds', clock_timestamp())";

function scopeOf(scope: DocumentScope): string {
  return hashUuid(
    scope.kind,
    'agent' in scope ? scope.agent : null,
    'activityId' in scope ? scope.activityId : null,
  );
}

function nameOf(key: DocumentKey): string {
  return hashUuid(registrationOf(key), key.id);
}

function registrationOf(scope: DocumentScope): string | null {
  return scope.kind === 'state' ? (scope.registration ?? null) : null;
}
