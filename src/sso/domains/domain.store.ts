import type { Queryable, TenantDb } from '../../platform/database/database.ts';

/** A domain of e-mail addresses that a tenant says is its own. */
export interface Domain {
  id: string;
  domain: string;
  /** What a TXT record of it has to say. */
  challenge: string;
  verifiedAt: Date | null;
  checkedAt: Date | null;
  createdAt: Date;
}

const columns = `id, domain, challenge, verified_at as "verifiedAt", checked_at as "checkedAt",
  created_at as "createdAt"`;

/** Undefined when the tenant has it already. */
export async function insertDomain(
  db: TenantDb,
  { id, domain, challenge }: Pick<Domain, 'id' | 'domain' | 'challenge'>,
): Promise<Domain | undefined> {
  const { rows } = await db.query<Domain>(
    `insert into sso_domain (tenant_id, id, domain, challenge) values ($1, $2, $3, $4)
     on conflict (tenant_id, domain) do nothing returning ${columns}`,
    [db.tenantId, id, domain, challenge],
  );
  return rows[0];
}

/** Newest first. */
export async function listDomains(
  db: TenantDb,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<Domain[]> {
  const { rows } = await db.query<Domain>(
    `select ${columns} from sso_domain where tenant_id = $1 and ($2::uuid is null or id < $2)
     order by id desc limit $3`,
    [db.tenantId, after ?? null, limit],
  );
  return rows;
}

export async function findDomain(db: TenantDb, id: string): Promise<Domain | undefined> {
  const { rows } = await db.query<Domain>(
    `select ${columns} from sso_domain where tenant_id = $1 and id = $2`,
    [db.tenantId, id],
  );
  return rows[0];
}

/** What its last look-up said. A domain that another tenant has shown to be its own fails (23505). */
export async function writeDomainCheck(
  db: TenantDb,
  { id, isVerified }: { id: string; isVerified: boolean },
): Promise<Domain | undefined> {
  const { rows } = await db.query<Domain>(
    `update sso_domain set checked_at = now(), verified_at = case when $3 then coalesce(verified_at, now()) end
     where tenant_id = $1 and id = $2 returning ${columns}`,
    [db.tenantId, id, isVerified],
  );
  return rows[0];
}

export async function deleteDomain(db: TenantDb, id: string): Promise<Domain | undefined> {
  const { rows } = await db.query<Domain>(
    `delete from sso_domain where tenant_id = $1 and id = $2 returning ${columns}`,
    [db.tenantId, id],
  );
  return rows[0];
}

export async function listVerifiedDomains(db: TenantDb): Promise<Set<string>> {
  const { rows } = await db.query<{ domain: string }>(
    'select domain from sso_domain where tenant_id = $1 and verified_at is not null',
    [db.tenantId],
  );
  return new Set(rows.map(({ domain }) => domain));
}

/** Where people of the domain sign in, in whatever tenant. */
export async function findConnectionOf(
  lookup: Queryable,
  domain: string,
): Promise<{ id: string; kind: 'saml' | 'oidc' } | undefined> {
  const { rows } = await lookup.query<{ id: string; kind: 'saml' | 'oidc' }>(
    'select connection_id as id, kind from find_sso_domain($1)',
    [domain],
  );
  return rows[0];
}
