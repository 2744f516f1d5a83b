import type { TenantDb } from '../../platform/database/database.ts';
import { storableJson } from '../../platform/storable-json.ts';

/** What a platform shows as a person's result in a line item (AGS 2.0 3.3.4). */
export interface ShownResult {
  userId: string;
  resultScore: number | null;
  resultMaximum: number | null;
  comment: string | null;
}

/** Keeps results beside the scores that were sent. */
export async function storeResults(
  db: TenantDb,
  lineItemId: string,
  results: readonly ShownResult[],
): Promise<void> {
  if (results.length === 0) return;
  await db.query(
    `update lti_score s set result = x.result, result_at = now()
     from (select r ->> 'userId' as user_id, r - 'userId' as result
       from jsonb_array_elements($3::jsonb) r) x
     where s.tenant_id = $1 and s.line_item_id = $2 and s.user_id = x.user_id
       and s.state = 'delivered'`,
    [db.tenantId, lineItemId, storableJson(results)],
  );
}
