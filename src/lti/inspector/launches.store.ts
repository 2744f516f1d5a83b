import { storableJson } from '../../core/storable-json.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import type { LtiErrorCode } from '../lti-error.ts';
import type { Step } from './trail.ts';

export interface LaunchRecord {
  id: string;
  reference: string;
  registrationId: string | null;
  /** Row of the deployment. */
  deploymentId: string | null;
  message: string | null;
  outcome: 'launched' | 'refused' | 'abandoned' | 'claimable';
  errorCode: LtiErrorCode | null;
  personId: string | null;
  contextId: string | null;
  linkId: string | null;
  steps: readonly Step[];
  /** Redacted. */
  claims: Record<string, unknown>;
  ms: number;
}

export async function recordLaunch(db: TenantDb, launch: LaunchRecord): Promise<void> {
  await db.query(
    `insert into lti_launch (tenant_id, id, reference, registration_id, deployment_id, message,
       outcome, error_code, person_id, context_id, link_id, steps, claims, ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      db.tenantId,
      launch.id,
      launch.reference,
      launch.registrationId,
      launch.deploymentId,
      launch.message,
      launch.outcome,
      launch.errorCode,
      launch.personId,
      launch.contextId,
      launch.linkId,
      storableJson(launch.steps),
      storableJson(launch.claims),
      launch.ms,
    ],
    'kept',
  );
}
