import type { TenantDb } from '../../platform/database/database.ts';
import type { SsoProfile } from '../connections/connection.schema.ts';

export const setupParts = ['sso', 'scim'] as const;
export type SetupPart = (typeof setupParts)[number];

/** A link by which somebody without an account connects their identity provider. */
export interface Setup {
  id: string;
  /** Whom it is for, such as the name of a school. */
  name: string;
  /** Null: whoever opens it says. */
  idp: SsoProfile | null;
  parts: SetupPart[];
  createdBy: string;
  ssoConnectionId: string | null;
  scimConnectionId: string | null;
  createdAt: Date;
  expiresAt: Date;
  openedAt: Date | null;
  finishedAt: Date | null;
}

const columns = `id, name, idp, parts, created_by as "createdBy",
  sso_connection_id as "ssoConnectionId", scim_connection_id as "scimConnectionId",
  created_at as "createdAt", expires_at as "expiresAt", opened_at as "openedAt",
  finished_at as "finishedAt"`;

export async function insertSetup(
  db: TenantDb,
  s: Pick<Setup, 'id' | 'name' | 'idp' | 'parts' | 'createdBy' | 'expiresAt'>,
): Promise<void> {
  await db.query(
    `insert into sso_setup (tenant_id, id, name, idp, parts, created_by, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [db.tenantId, s.id, s.name, s.idp, s.parts, s.createdBy, s.expiresAt],
  );
}

/** Newest first. */
export async function listSetups(
  db: TenantDb,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<Setup[]> {
  const { rows } = await db.query<Setup>(
    `select ${columns} from sso_setup where tenant_id = $1 and ($2::uuid is null or id < $2)
     order by id desc limit $3`,
    [db.tenantId, after ?? null, limit],
  );
  return rows;
}

export async function findSetup(db: TenantDb, id: string): Promise<Setup | undefined> {
  const { rows } = await db.query<Setup>(
    `select ${columns} from sso_setup where tenant_id = $1 and id = $2`,
    [db.tenantId, id],
  );
  return rows[0];
}

/** Its single sign-on begins again. */
export async function clearSsoConnection(db: TenantDb, id: string): Promise<void> {
  await db.query('update sso_setup set sso_connection_id = null where tenant_id = $1 and id = $2', [
    db.tenantId,
    id,
  ]);
}

/** How far it has come; what is not named stays. */
export async function advanceSetup(
  db: TenantDb,
  {
    id,
    ...s
  }: { id: string } & Partial<
    Pick<Setup, 'idp' | 'ssoConnectionId' | 'scimConnectionId' | 'openedAt' | 'finishedAt'>
  >,
): Promise<void> {
  await db.query(
    `update sso_setup set idp = coalesce($3, idp),
       sso_connection_id = coalesce($4, sso_connection_id),
       scim_connection_id = coalesce($5, scim_connection_id),
       opened_at = coalesce(opened_at, $6), finished_at = coalesce($7, finished_at)
     where tenant_id = $1 and id = $2`,
    [
      ...[db.tenantId, id, s.idp ?? null, s.ssoConnectionId ?? null, s.scimConnectionId ?? null],
      ...[s.openedAt ?? null, s.finishedAt ?? null],
    ],
  );
}

export async function deleteSetup(db: TenantDb, id: string): Promise<boolean> {
  const { count } = await db.query('delete from sso_setup where tenant_id = $1 and id = $2', [
    db.tenantId,
    id,
  ]);
  return count === 1;
}

/** Its link and the session that was opened by it are dead. */
export async function revokeSetupTokens(db: TenantDb, id: string): Promise<void> {
  await db.query(
    `update access_token set revoked_at = now()
     where tenant_id = $1 and purpose in ('sso_setup_link', 'sso_setup')
       and data ->> 'setupId' = $2 and revoked_at is null`,
    [db.tenantId, id],
  );
}
