import type { TenantDb } from '../../platform/database/database.ts';

/** How the platform has done lately; what it asks to wait. */
export interface PlatformPause {
  until: Date | null;
  failures: number;
}

export async function readPause(
  db: TenantDb,
  deploymentId: string,
): Promise<PlatformPause | undefined> {
  const { rows } = await db.query<PlatformPause>(
    `select scores_paused_until as until, scores_failures as failures from lti_deployment
     where tenant_id = $1 and id = $2`,
    [db.tenantId, deploymentId],
  );
  return rows[0];
}

export async function writePause(
  db: TenantDb,
  deploymentId: string,
  { until, failures }: PlatformPause,
): Promise<void> {
  await db.query(
    `update lti_deployment set scores_paused_until = $3, scores_failures = $4
     where tenant_id = $1 and id = $2`,
    [db.tenantId, deploymentId, until, failures],
  );
}

/** Nothing is waited for: an admin wants to see whether it works now. */
export async function liftPause(db: TenantDb, deploymentId: string): Promise<void> {
  await db.query(
    `update lti_deployment set scores_paused_until = null, scores_failures = 0
     where tenant_id = $1 and id = $2`,
    [db.tenantId, deploymentId],
  );
}
