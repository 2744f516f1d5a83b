import type { Scope as LrsScope, Version } from '@crosswalk/xapi-lrs';
import type { Queryable, TenantDb } from '../../platform/database/database.ts';

export interface LrsIssuer {
  id: string;
  name: string;
  issuer: string;
  audience: string;
  jwksUri: string;
  scopes: LrsScope[];
  defaultVersion: Version;
  createdAt: Date;
}

const columns = `id, name, issuer, audience, jwks_uri as "jwksUri", scopes,
  default_version as "defaultVersion", created_at as "createdAt"`;

/** Undefined when another tenant, or this one, has the issuer with this audience already. */
export async function insertIssuer(
  db: TenantDb,
  issuer: Omit<LrsIssuer, 'createdAt'>,
): Promise<LrsIssuer | undefined> {
  const { rows } = await db.query<LrsIssuer>(
    `insert into lrs_issuer (tenant_id, id, name, issuer, audience, jwks_uri, scopes, default_version)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (issuer, audience) do nothing
     returning ${columns}`,
    [
      db.tenantId,
      issuer.id,
      issuer.name,
      issuer.issuer,
      issuer.audience,
      issuer.jwksUri,
      issuer.scopes,
      issuer.defaultVersion,
    ],
  );
  return rows[0];
}

/** Newest first. */
export async function listIssuers(
  db: TenantDb,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<LrsIssuer[]> {
  const { rows } = await db.query<LrsIssuer>(
    `select ${columns} from lrs_issuer where tenant_id = $1 and ($2::uuid is null or id < $2)
     order by id desc limit $3`,
    [db.tenantId, after ?? null, limit],
  );
  return rows;
}

export async function deleteIssuer(db: TenantDb, id: string): Promise<boolean> {
  const { count } = await db.query('delete from lrs_issuer where tenant_id = $1 and id = $2', [
    db.tenantId,
    id,
  ]);
  return count === 1;
}

export type KnownIssuer = Omit<LrsIssuer, 'createdAt'> & { tenantId: string };

export async function findIssuer(
  lookup: Queryable,
  { issuer, audiences }: { issuer: string; audiences: readonly string[] },
): Promise<KnownIssuer | undefined> {
  const { rows } = await lookup.query<Omit<KnownIssuer, 'issuer'>>(
    `select tenant_id as "tenantId", id, name, audience, jwks_uri as "jwksUri", scopes,
       default_version as "defaultVersion"
     from find_lrs_issuer($1, $2)`,
    [issuer, audiences],
  );
  return rows[0] && { ...rows[0], issuer };
}
