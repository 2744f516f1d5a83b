import type { TenantDb } from '../../../platform/database/database.ts';
import { storableJson } from '../../../platform/storable-json.ts';

export interface Asset {
  sha256: string;
  mime: string;
  /** Extension of its address, without the dot. */
  ext: string;
  bytes: number;
}

/** Those of the hashes that the tenant already has. */
export async function findAssets(db: TenantDb, hashes: string[]): Promise<Map<string, Asset>> {
  const { rows } = await db.query<{ sha256: string; mime: string; ext: string; bytes: number }>(
    'select sha256, mime, ext, bytes from asset where tenant_id = $1 and sha256 = any ($2)',
    [db.tenantId, hashes],
  );
  return new Map(rows.map((asset) => [asset.sha256, asset]));
}

/** Call once the blobs are stored, so that a row never lacks its content. */
export async function insertAssets(db: TenantDb, assets: Asset[]): Promise<void> {
  await db.query(
    `insert into asset (tenant_id, sha256, mime, ext, bytes)
     select $1, x.sha256, x.mime, x.ext, x.bytes
     from jsonb_to_recordset($2::jsonb) as x(sha256 text, mime text, ext text, bytes bigint)
     on conflict do nothing`,
    [db.tenantId, storableJson(assets)],
  );
}

/** Names that an atom's fields use, with what they stand for. */
export async function listAtomAssets(
  db: TenantDb,
  atomIds: string[],
): Promise<
  { atomId: string; name: string; sha256: string; mime: string; ext: string; bytes: number }[]
> {
  const { rows } = await db.query<{
    atomId: string;
    name: string;
    sha256: string;
    mime: string;
    ext: string;
    bytes: number;
  }>(
    `select u.atom_id as "atomId", u.name, s.sha256, s.mime, s.ext, s.bytes
     from atom_asset u join asset s on s.tenant_id = $1 and s.sha256 = u.sha256
     where u.tenant_id = $1 and u.atom_id = any ($2)
     order by u.atom_id, u.name`,
    [db.tenantId, atomIds],
  );
  return rows;
}
