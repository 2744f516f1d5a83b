import type { Queryable, TenantDb } from '../../platform/database/database.ts';
import type { ToolPlatform } from '../registrations/registration.ts';

/** A deployment that launched and that nobody has yet. */
export interface Claim {
  /** Whose the registration is. */
  tenantId: string;
  registrationId: string;
  deploymentId: string;
  platform: ToolPlatform | null;
  expiresAt: Date;
}

const columns = `tenant_id as "tenantId", registration_id as "registrationId",
  deployment_id as "deploymentId", platform, expires_at as "expiresAt"`;

/** Drops the tenant's expired ones, so that launches that nobody claims do not pile up. */
export async function insertClaim(
  db: TenantDb,
  claim: Omit<Claim, 'tenantId'> & { id: string; codeHash: string },
): Promise<void> {
  await db.query('delete from lti_claim where tenant_id = $1 and expires_at < now()', [
    db.tenantId,
  ]);
  await db.query(
    `insert into lti_claim
       (tenant_id, id, code_hash, registration_id, deployment_id, platform, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      db.tenantId,
      claim.id,
      claim.codeHash,
      claim.registrationId,
      claim.deploymentId,
      claim.platform && JSON.stringify(claim.platform),
      claim.expiresAt,
    ],
  );
}

/** Uses the code up; undefined when it is spent or expired, or not for this tenant to take. */
export async function takeClaim(
  lookup: Queryable,
  { codeHash, tenantId }: { codeHash: string; tenantId: string },
): Promise<Claim | undefined> {
  const { rows } = await lookup.query<Claim>(`select ${columns} from take_lti_claim($1, $2)`, [
    codeHash,
    tenantId,
  ]);
  return rows[0];
}

/** Looks without using it up; undefined when it is spent or expired. */
export async function findClaim(lookup: Queryable, codeHash: string): Promise<Claim | undefined> {
  const { rows } = await lookup.query<Claim>(`select ${columns} from find_lti_claim($1)`, [
    codeHash,
  ]);
  return rows[0];
}
