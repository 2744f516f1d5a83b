import type { TenantDb } from '../../platform/database/database.ts';
import { storableJson } from '../../platform/storable-json.ts';
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

export interface ShownLaunch extends LaunchRecord {
  createdAt: Date;
}

export interface LaunchFilter {
  registrationId?: string | undefined;
  personId?: string | undefined;
  outcome?: LaunchRecord['outcome'] | undefined;
  reference?: string | undefined;
  /** Not before. */
  since?: Date | undefined;
}

const columns = `id, reference, registration_id as "registrationId", deployment_id as "deploymentId",
  message, outcome, error_code as "errorCode", person_id as "personId", context_id as "contextId",
  link_id as "linkId", steps, claims, ms, created_at as "createdAt"`;

/** Newest first. */
export async function listLaunches(
  db: TenantDb,
  {
    registrationId,
    personId,
    outcome,
    reference,
    since,
    after,
    limit,
  }: LaunchFilter & { after: string | undefined; limit: number },
): Promise<ShownLaunch[]> {
  const { rows } = await db.query<ShownLaunch>(
    `select ${columns} from lti_launch
     where tenant_id = $1 and ($2::uuid is null or registration_id = $2)
       and ($3::uuid is null or person_id = $3) and ($4::text is null or outcome = $4)
       and ($5::text is null or reference = $5) and ($6::timestamptz is null or created_at >= $6)
       and ($7::uuid is null or id < $7)
     order by id desc limit $8`,
    [
      db.tenantId,
      registrationId ?? null,
      personId ?? null,
      outcome ?? null,
      reference ?? null,
      since ?? null,
      after ?? null,
      limit,
    ],
  );
  return rows;
}

export async function findLaunch(db: TenantDb, id: string): Promise<ShownLaunch | undefined> {
  const { rows } = await db.query<ShownLaunch>(
    `select ${columns} from lti_launch where tenant_id = $1 and id = $2`,
    [db.tenantId, id],
  );
  return rows[0];
}
