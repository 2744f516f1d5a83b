import type { Queryable, TenantDb } from '../../platform/database/database.ts';
import type { ProfileName } from '../profiles/platform-profile.ts';
import type { Registration } from '../registrations/registration.ts';

/** Leave to register one platform, once. */
export interface Invitation {
  tenantId: string;
  id: string;
  name: string | null;
  profile: ProfileName | null;
  keySet: Registration['keySet'];
  createdBy: string;
  createdAt: Date;
  expiresAt: Date;
  usedAt: Date | null;
  /** What was made with it. */
  registrationId: string | null;
}

const columns = `tenant_id as "tenantId", id, name, profile, key_set as "keySet",
  created_by as "createdBy", created_at as "createdAt", expires_at as "expiresAt",
  used_at as "usedAt", registration_id as "registrationId"`;

export type NewInvitation = Pick<
  Invitation,
  'id' | 'name' | 'profile' | 'keySet' | 'createdBy' | 'expiresAt'
> & { tokenHash: string };

export async function insertInvitation(db: TenantDb, i: NewInvitation): Promise<void> {
  await db.query(
    `insert into lti_invitation
       (tenant_id, id, token_hash, name, profile, key_set, created_by, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [db.tenantId, i.id, i.tokenHash, i.name, i.profile, i.keySet, i.createdBy, i.expiresAt],
  );
}

/** Newest first. */
export async function listInvitations(
  db: TenantDb,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<Invitation[]> {
  const { rows } = await db.query<Invitation>(
    `select ${columns} from lti_invitation where tenant_id = $1 and ($2::uuid is null or id < $2)
     order by id desc limit $3`,
    [db.tenantId, after ?? null, limit],
  );
  return rows;
}

export async function deleteInvitation(db: TenantDb, id: string): Promise<boolean> {
  const { count } = await db.query('delete from lti_invitation where tenant_id = $1 and id = $2', [
    db.tenantId,
    id,
  ]);
  return count === 1;
}

/** Also used and expired ones. */
export async function findInvitation(
  lookup: Queryable,
  tokenHash: string,
): Promise<Invitation | undefined> {
  const { rows } = await lookup.query<Invitation>(
    `select ${columns} from find_lti_invitation($1)`,
    [tokenHash],
  );
  return rows[0];
}

/** Uses it up; false when it is used, expired or withdrawn. */
export async function useInvitation(db: TenantDb, id: string): Promise<boolean> {
  const { count } = await db.query(
    `update lti_invitation set used_at = now()
     where tenant_id = $1 and id = $2 and used_at is null and expires_at > now()`,
    [db.tenantId, id],
  );
  return count === 1;
}

/** What came of it: a registration, or with none it may be used again. */
export async function settleInvitation(
  db: TenantDb,
  { id, registrationId }: { id: string; registrationId: string | undefined },
): Promise<void> {
  await db.query(
    `update lti_invitation set registration_id = $3, used_at = case when $4 then used_at end
     where tenant_id = $1 and id = $2`,
    [db.tenantId, id, registrationId ?? null, registrationId !== undefined],
  );
}
