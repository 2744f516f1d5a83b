import type { Queryable, TenantDb } from '../../platform/database/database.ts';
import type { Deployment } from './registration.ts';

const columns = `tenant_id as "tenantId", id, registration_id as "registrationId",
  deployment_id as "deploymentId", name, is_enabled as "isEnabled", platform,
  created_at as "createdAt", last_launch_at as "lastLaunchAt"`;

export type NewDeployment = Pick<
  Deployment,
  'id' | 'registrationId' | 'deploymentId' | 'name' | 'platform'
>;

/** Undefined when the deployment is known already, to this tenant or another. */
export async function insertDeployment(
  db: TenantDb,
  d: NewDeployment,
): Promise<Deployment | undefined> {
  const { rows } = await db.query<Deployment>(
    `insert into lti_deployment (tenant_id, id, registration_id, deployment_id, name, platform)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (registration_id, deployment_id) do nothing returning ${columns}`,
    [
      db.tenantId,
      d.id,
      d.registrationId,
      d.deploymentId,
      d.name,
      d.platform && JSON.stringify(d.platform),
    ],
  );
  return rows[0];
}

/** Newest first. */
export async function listDeployments(
  db: TenantDb,
  {
    registrationId,
    after,
    limit,
  }: { registrationId?: string | undefined; after: string | undefined; limit: number },
): Promise<Deployment[]> {
  const { rows } = await db.query<Deployment>(
    `select ${columns} from lti_deployment
     where tenant_id = $1 and ($2::uuid is null or registration_id = $2)
       and ($3::uuid is null or id < $3)
     order by id desc limit $4`,
    [db.tenantId, registrationId ?? null, after ?? null, limit],
  );
  return rows;
}

/** Undefined when there is none. */
export async function updateDeployment(
  db: TenantDb,
  id: string,
  { name, isEnabled }: { name?: string | null | undefined; isEnabled?: boolean | undefined },
): Promise<Deployment | undefined> {
  const { rows } = await db.query<Deployment>(
    `update lti_deployment set name = case when $3 then $4 else name end,
       is_enabled = coalesce($5, is_enabled)
     where tenant_id = $1 and id = $2 returning ${columns}`,
    [db.tenantId, id, name !== undefined, name ?? null, isEnabled ?? null],
  );
  return rows[0];
}

export async function deleteDeployment(db: TenantDb, id: string): Promise<boolean> {
  const { count } = await db.query('delete from lti_deployment where tenant_id = $1 and id = $2', [
    db.tenantId,
    id,
  ]);
  return count === 1;
}

/** Remembers that it was launched from, at most once a minute: a class launches at once. */
export async function touchDeployment(db: TenantDb, id: string): Promise<void> {
  await db.query(
    `update lti_deployment set last_launch_at = now() where tenant_id = $1 and id = $2
       and (last_launch_at is null or last_launch_at < now() - interval '1 minute')`,
    [db.tenantId, id],
    'kept',
  );
}

export async function findDeployment(
  lookup: Queryable,
  { registrationId, deploymentId }: { registrationId: string; deploymentId: string },
): Promise<Deployment | undefined> {
  const { rows } = await lookup.query<Deployment>(
    `select ${columns} from find_lti_deployment($1, $2)`,
    [registrationId, deploymentId],
  );
  return rows[0];
}

export async function findDeploymentById(
  lookup: Queryable,
  id: string,
): Promise<Deployment | undefined> {
  const { rows } = await lookup.query<Deployment>(
    `select ${columns} from find_lti_deployment_by_id($1)`,
    [id],
  );
  return rows[0];
}
