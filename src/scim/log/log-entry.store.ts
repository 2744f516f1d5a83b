import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { storableJson } from '../../platform/storable-json.ts';

/** A request of a connection, what it made of our people and groups, and what we answered. */
export interface LogEntry {
  id: string;
  connectionId: string;
  at: Date;
  method: string;
  /** Below `/scim/v2`, with its query. */
  path: string;
  status: number;
  /** Bodies are redacted; null: none. */
  request: unknown;
  isWhole: boolean;
  answer: unknown;
  change: unknown;
  personId: string | null;
  requestId: string;
  ms: number;
}

const ENTRY = `id, connection_id as "connectionId", at, method, path, status, request,
  is_whole as "isWhole", answer, change, person_id as "personId", request_id as "requestId", ms`;

/** Entries of connections that are still there. */
export async function insertEntries(db: TenantDb, entries: LogEntry[]): Promise<void> {
  await db.query(
    `insert into provisioning_log (tenant_id, id, connection_id, at, method, path, status, request,
       is_whole, answer, change, person_id, request_id, ms)
     select $1, x.id, x."connectionId", x.at, x.method, x.path, x.status, x.request, x."isWhole",
       x.answer, x.change, x."personId", x."requestId", x.ms
     from jsonb_to_recordset($2::jsonb) as x(id uuid, "connectionId" uuid, at timestamptz,
       method text, path text, status integer, request jsonb, "isWhole" boolean, answer jsonb,
       change jsonb, "personId" uuid, "requestId" text, ms integer)
     where exists (select from connection c where c.tenant_id = $1 and c.id = x."connectionId")`,
    [db.tenantId, storableJson(entries)],
  );
}

export interface LogFilter {
  connectionId: string;
  method?: string | undefined;
  outcome?: 'succeeded' | 'failed' | undefined;
  personId?: string | undefined;
  /** Part of the path, in either case. */
  q?: string | undefined;
  since?: Date | undefined;
  until?: Date | undefined;
}

/** Newest first. */
export async function listEntries(
  db: TenantDb,
  { after, limit, ...filter }: LogFilter & { after: string | undefined; limit: number },
): Promise<LogEntry[]> {
  const { connectionId, method, outcome, personId, q, since, until } = filter;
  const { rows } = await db.query<LogEntry>(
    `select ${ENTRY} from provisioning_log
     where tenant_id = $1 and connection_id = $2 and ($3::uuid is null or id < $3)
       and ($4::text is null or method = $4)
       and ($5::text is null or (status >= 400) = ($5 = 'failed'))
       and ($6::uuid is null or person_id = $6)
       and ($7::text is null or strpos(lower(path), lower($7)) > 0)
       and ($8::timestamptz is null or at >= $8) and ($9::timestamptz is null or at < $9)
     order by id desc limit $10`,
    [
      ...[db.tenantId, connectionId, after ?? null, method ?? null, outcome ?? null],
      ...[personId ?? null, q ?? null, since ?? null, until ?? null, limit],
    ],
  );
  return rows;
}

export async function findEntry(
  db: TenantDb,
  { id, connectionId }: { id: string; connectionId: string },
): Promise<LogEntry | undefined> {
  const { rows } = await db.query<LogEntry>(
    `select ${ENTRY} from provisioning_log
     where tenant_id = $1 and id = $2 and connection_id = $3`,
    [db.tenantId, id, connectionId],
  );
  return rows[0];
}

/** Forgets a batch of what is older; answers how many. */
export async function forgetEntries(db: TenantDb, before: Date): Promise<number> {
  const { count } = await db.query(
    `delete from provisioning_log where tenant_id = $1 and id in (
       select id from provisioning_log where tenant_id = $1 and id < $2 order by id limit 2000)`,
    // The ids begin with their time.
    [db.tenantId, uuidv7(before.getTime())],
  );
  return count;
}
