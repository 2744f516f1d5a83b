import type { TenantDb } from '../../platform/database/database.ts';

export interface LegalHold {
  id: string;
  /** Null: everybody. */
  personId: string | null;
  reason: string;
  createdBy: string;
  createdAt: Date;
}

const COLUMNS = `id, person_id as "personId", reason, created_by as "createdBy",
  created_at as "createdAt"`;

export async function insertHold(
  db: TenantDb,
  hold: Omit<LegalHold, 'createdAt'>,
): Promise<LegalHold> {
  const { rows } = await db.query<LegalHold>(
    `insert into legal_hold (tenant_id, id, person_id, reason, created_by)
     values ($1, $2, $3, $4, $5) returning ${COLUMNS}`,
    [db.tenantId, hold.id, hold.personId, hold.reason, hold.createdBy],
  );
  const [row] = rows;
  if (!row) throw new Error('an insert returned no row');
  return row;
}

/** Newest first. */
export async function listHolds(
  db: TenantDb,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<LegalHold[]> {
  const { rows } = await db.query<LegalHold>(
    `select ${COLUMNS} from legal_hold where tenant_id = $1 and ($2::uuid is null or id < $2)
     order by id desc limit $3`,
    [db.tenantId, after ?? null, limit],
  );
  return rows;
}

export async function deleteHold(db: TenantDb, id: string): Promise<LegalHold | undefined> {
  const { rows } = await db.query<LegalHold>(
    `delete from legal_hold where tenant_id = $1 and id = $2 returning ${COLUMNS}`,
    [db.tenantId, id],
  );
  return rows[0];
}

export async function findHoldOnAll(db: TenantDb): Promise<LegalHold | undefined> {
  const { rows } = await db.query<LegalHold>(
    `select ${COLUMNS} from legal_hold where tenant_id = $1 and person_id is null limit 1`,
    [db.tenantId],
  );
  return rows[0];
}

export async function listPersonHolds(db: TenantDb): Promise<(LegalHold & { personId: string })[]> {
  const { rows } = await db.query<LegalHold & { personId: string }>(
    `select ${COLUMNS} from legal_hold where tenant_id = $1 and person_id is not null order by id`,
    [db.tenantId],
  );
  return rows;
}
