import type { TenantDb } from '../platform/database/database.ts';
import { storableJson } from '../platform/storable-json.ts';

export type RefKind = 'deck' | 'note_type' | 'atom' | 'person';

export interface ExternalRef {
  key: string;
  entityId: string;
  /** Of the entry as it was last imported. */
  hash: string | null;
}

/** What earlier imports from the same system called these. */
export async function findRefs(
  db: TenantDb,
  { system, kind, keys }: { system: string; kind: RefKind; keys: string[] },
): Promise<Map<string, ExternalRef>> {
  const { rows } = await db.query<{ key: string; entity_id: string; hash: string | null }>(
    `select key, entity_id, hash from external_ref
     where tenant_id = $1 and system = $2 and kind = $3 and key = any ($4)`,
    [db.tenantId, system, kind, keys],
  );
  return new Map(rows.map(({ key, entity_id, hash }) => [key, { key, entityId: entity_id, hash }]));
}

export async function writeRefs(
  db: TenantDb,
  { system, kind, refs }: { system: string; kind: RefKind; refs: ExternalRef[] },
): Promise<void> {
  if (refs.length === 0) return;
  await db.query(
    `insert into external_ref (tenant_id, system, kind, key, entity_id, hash)
     select $1, $2, $3, x.key, x."entityId", x.hash
     from jsonb_to_recordset($4::jsonb) as x(key text, "entityId" uuid, hash text)
     on conflict (tenant_id, system, kind, key) do update set
       entity_id = excluded.entity_id, hash = excluded.hash`,
    [db.tenantId, system, kind, storableJson(refs)],
  );
}

/** Imports from one system wait for one another, batch by batch. */
export async function lockSystem(db: TenantDb, system: string): Promise<void> {
  await db.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `${db.tenantId} ${system}`,
  ]);
}
