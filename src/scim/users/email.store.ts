import type { TenantDb } from '../../platform/database/database.ts';
import { storableJson } from '../../platform/storable-json.ts';
import { isDocument, type ScimDocument, type ScimValue } from '../resource/document.ts';

/** Writes what the folded document says under `emails`. */
export async function insertEmails(
  db: TenantDb,
  { userId, docCi }: { userId: string; docCi: ScimDocument },
): Promise<void> {
  const emails = emailsOf(docCi);
  if (emails.length === 0) return;
  await db.query(
    `insert into scim_email (tenant_id, user_id, position, value_ci, type_ci, display_ci, is_primary)
     select $1, $2, x.position, x.value, x.type, x.display, x.primary
     from jsonb_to_recordset($3::jsonb) as x(position integer, value text, type text, display text,
       "primary" boolean)`,
    [db.tenantId, userId, storableJson(emails)],
    'kept',
  );
}

/** Writes them anew. */
export async function replaceEmails(
  db: TenantDb,
  user: { userId: string; docCi: ScimDocument },
): Promise<void> {
  await Promise.all([
    db.query('delete from scim_email where tenant_id = $1 and user_id = $2', [
      db.tenantId,
      user.userId,
    ]),
    insertEmails(db, user),
  ]);
}

function emailsOf({ emails }: ScimDocument) {
  const list: ScimValue[] = Array.isArray(emails) ? emails : [];
  return list.filter(isDocument).map((email, position) => ({ ...email, position }));
}
