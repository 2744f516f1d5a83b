import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';

export type IdentitySource = 'lti' | 'scim' | 'saml' | 'oidc' | 'ldap' | 'local' | 'dispatch';

/** How the outside knows a person. */
export interface IdentityKey {
  source: IdentitySource;
  /** Id of the registration or connection, or host of the platform; empty for `local`. */
  issuer: string;
  subject: string;
}

export interface Identity extends IdentityKey {
  id: string;
  personId: string;
  createdAt: Date;
}

type IdentityRow = Identity & Record<string, unknown>;

const IDENTITY = `id, person_id as "personId", source, issuer, subject, created_at as "createdAt"`;

export async function findIdentity(
  db: TenantDb,
  { source, issuer, subject }: IdentityKey,
): Promise<Identity | undefined> {
  const { rows } = await db.query<IdentityRow>(
    `select ${IDENTITY} from identity
     where tenant_id = $1 and source = $2 and issuer = $3 and subject = $4`,
    [db.tenantId, source, issuer, subject],
  );
  return rows[0];
}

export async function listIdentities(db: TenantDb, personId: string): Promise<Identity[]> {
  const { rows } = await db.query<IdentityRow>(
    `select ${IDENTITY} from identity where tenant_id = $1 and person_id = $2 order by id`,
    [db.tenantId, personId],
  );
  return rows;
}

/** The identity as it is now; whoever held it before keeps it. The person must be there. */
export async function insertIdentity(
  db: TenantDb,
  { personId, source, issuer, subject }: IdentityKey & { personId: string },
): Promise<Identity> {
  const { rows } = await db.query<IdentityRow>(
    `insert into identity (tenant_id, id, person_id, source, issuer, subject)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (tenant_id, source, issuer, subject) do update set subject = excluded.subject
     returning ${IDENTITY}`,
    [db.tenantId, uuidv7(), personId, source, issuer, subject],
  );
  const [row] = rows;
  if (!row) throw new Error('an upsert returned no row');
  return row;
}

/** Two first sights of one identity wait for one another. */
export async function lockIdentity(db: TenantDb, key: IdentityKey): Promise<void> {
  await db.query('select pg_advisory_xact_lock(hashtextextended($1, 2))', [
    JSON.stringify([db.tenantId, key.source, key.issuer, key.subject]),
  ]);
}
