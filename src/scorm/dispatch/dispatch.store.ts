import type { TenantDb } from '../../platform/database/database.ts';

/** A deck that learning platforms play through a shell. */
export interface Dispatch {
  id: string;
  name: string | null;
  assignmentId: string;
  deckId: string;
  mode: 'study' | 'test';
  masteryScore: number | null;
  /** null: always the latest. */
  pinnedRevision: number | null;
  expiresAt: Date | null;
  /** null: any number. */
  seats: number | null;
  /** Empty: any. */
  allowedHosts: string[];
  isEnabled: boolean;
  /** Its deck is published, and not archived. */
  isPlayable: boolean;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

/** Counting takes as long as there are learners: not for each launch. */
export interface CountedDispatch extends Dispatch {
  seatsTaken: number;
}

const COLUMNS = `x.id, x.name, x.assignment_id as "assignmentId", a.deck_id as "deckId", a.mode,
    a.mastery_score as "masteryScore", a.pinned_revision as "pinnedRevision",
    x.expires_at as "expiresAt", x.seats, x.allowed_hosts as "allowedHosts",
    x.is_enabled as "isEnabled", x.version, x.created_at as "createdAt", x.updated_at as "updatedAt",
    exists (select from deck d where d.tenant_id = $1 and d.id = a.deck_id and d.revision > 0
      and d.status <> 'archived') as "isPlayable"`;
const SEATS_TAKEN = `(select count(*) from dispatch_learner l
    where l.tenant_id = $1 and l.dispatch_id = x.id) as "seatsTaken"`;
const FROM = 'dispatch x join assignment a on a.tenant_id = $1 and a.id = x.assignment_id';

export type DispatchRow = Pick<
  Dispatch,
  'id' | 'name' | 'assignmentId' | 'expiresAt' | 'seats' | 'allowedHosts' | 'isEnabled'
>;

export async function insertDispatch(
  db: TenantDb,
  row: DispatchRow & { createdBy: string },
): Promise<void> {
  await db.query(
    `insert into dispatch (tenant_id, id, name, assignment_id, expires_at, seats, allowed_hosts,
       is_enabled, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[db.tenantId, row.id, row.name, row.assignmentId, row.expiresAt, row.seats],
      ...[row.allowedHosts, row.isEnabled, row.createdBy],
    ],
  );
}

export async function findDispatch(db: TenantDb, id: string): Promise<Dispatch | undefined> {
  const { rows } = await db.query<Dispatch>(
    `select ${COLUMNS} from ${FROM} where x.tenant_id = $1 and x.id = $2`,
    [db.tenantId, id],
  );
  return rows[0];
}

export async function findCountedDispatch(
  db: TenantDb,
  id: string,
): Promise<CountedDispatch | undefined> {
  const { rows } = await db.query<CountedDispatch>(
    `select ${COLUMNS}, ${SEATS_TAKEN} from ${FROM} where x.tenant_id = $1 and x.id = $2`,
    [db.tenantId, id],
  );
  return rows[0];
}

/** Newest first. */
export async function listDispatches(
  db: TenantDb,
  {
    deckId,
    after,
    limit,
  }: { deckId: string | undefined; after: string | undefined; limit: number },
): Promise<CountedDispatch[]> {
  const { rows } = await db.query<CountedDispatch>(
    `select ${COLUMNS}, ${SEATS_TAKEN} from ${FROM}
     where x.tenant_id = $1 and ($2::uuid is null or x.id < $2)
       and ($3::uuid is null or a.deck_id = $3)
     order by x.id desc limit $4`,
    [db.tenantId, after ?? null, deckId ?? null, limit],
  );
  return rows;
}

/** Held against launches that take a seat until the end of the transaction. */
export async function lockDispatch(db: TenantDb, id: string): Promise<boolean> {
  const { rows } = await db.query(
    'select from dispatch where tenant_id = $1 and id = $2 for update',
    [db.tenantId, id],
  );
  return rows.length > 0;
}

export async function updateDispatchRow(db: TenantDb, d: Dispatch): Promise<void> {
  await Promise.all([
    db.query(
      `update dispatch set name = $3, expires_at = $4, seats = $5, allowed_hosts = $6,
         is_enabled = $7, version = version + 1, updated_at = now()
       where tenant_id = $1 and id = $2`,
      [db.tenantId, d.id, d.name, d.expiresAt, d.seats, d.allowedHosts, d.isEnabled],
    ),
    db.query(
      `update assignment set pinned_revision = $3, version = version + 1, updated_at = now()
       where tenant_id = $1 and id = $2 and pinned_revision is distinct from $3`,
      [db.tenantId, d.assignmentId, d.pinnedRevision],
    ),
  ]);
}
