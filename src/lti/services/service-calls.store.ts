import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { storableJson } from '../../platform/storable-json.ts';
import type { ShownServiceCall } from '../inspector/service-calls.store.ts';
import type { Deployment } from '../registrations/registration.ts';
import type { ServiceCall } from './service-call.ts';

export interface RecordedCall extends ServiceCall {
  scoreId?: string;
}

/** Keeps calls for the inspector. */
export async function insertServiceCalls(
  db: TenantDb,
  { id, registrationId }: Pick<Deployment, 'id' | 'registrationId'>,
  calls: readonly RecordedCall[],
): Promise<void> {
  if (calls.length === 0) return;
  const rows = calls.map((call) => ({ ...call, id: uuidv7() }));
  await db.query(
    `insert into lti_service_call (tenant_id, id, registration_id, deployment_id, service, method,
       url, status, ms, error, score_id, created_at)
     select $1, x.id, $2, $3, x.service, x.method, x.url, x.status, x.ms, x.error, x."scoreId", x.at
     from jsonb_to_recordset($4::jsonb) as x(id uuid, service text, method text, url text,
       status integer, ms integer, error text, "scoreId" uuid, at timestamptz)`,
    [db.tenantId, registrationId, id, storableJson(rows)],
  );
}

/** Calls for a score, newest first. */
export async function listScoreCalls(
  db: TenantDb,
  { scoreId, limit }: { scoreId: string; limit: number },
): Promise<ShownServiceCall[]> {
  const { rows } = await db.query<ShownServiceCall>(
    `select id, service, method, url, status, ms, error, created_at as "createdAt"
     from lti_service_call where tenant_id = $1 and score_id = $2
     order by created_at desc, id desc limit $3`,
    [db.tenantId, scoreId, limit],
  );
  return rows;
}
