import type { TenantDb } from '../../platform/database/database.ts';

export interface ShownServiceCall {
  id: string;
  service: string;
  method: string;
  url: string;
  status: number | null;
  ms: number;
  error: string | null;
  createdAt: Date;
}

/** What the deployment's platform was asked in the time after a launch, in that order. */
export async function listCallsAfter(
  db: TenantDb,
  {
    deploymentId,
    from,
    until,
    limit,
  }: { deploymentId: string; from: Date; until: Date; limit: number },
): Promise<ShownServiceCall[]> {
  const { rows } = await db.query<ShownServiceCall>(
    `select id, service, method, url, status, ms, error, created_at as "createdAt"
     from lti_service_call
     where tenant_id = $1 and deployment_id = $2 and created_at between $3 and $4
     order by created_at, id limit $5`,
    [db.tenantId, deploymentId, from, until, limit],
  );
  return rows;
}
