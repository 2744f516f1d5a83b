import type { Version } from '@crosswalk/xapi-lrs';
import type { TenantDb } from '../../platform/database/database.ts';
import type { TransferReport } from '../transfer/transfer-report.ts';
import type { PullFilter } from './pull.schema.ts';

export interface Pull {
  id: string;
  name: string;
  endpoint: string;
  version: Version;
  filter: PullFilter;
  attachments: boolean;
  keepAuthority: boolean;
  /** Null: only when asked for. */
  intervalMinutes: number | null;
  enabled: boolean;
  /** `stored` of the other LRS, as it writes it, until when everything has been taken over. */
  since: string | null;
  /** While a run is under way: the next page. */
  more: string | null;
  /** And what `since` will be at its end. */
  nextSince: string | null;
  lastRunAt: Date | null;
  lastReport: TransferReport;
  /** Since the last success. */
  failures: number;
  lastError: string | null;
  /** Not before. */
  retryAt: Date | null;
  createdAt: Date;
}

const columns = `id, name, endpoint, version, filter, attachments, keep_authority as "keepAuthority",
  interval_minutes as "intervalMinutes", enabled, since, more, next_since as "nextSince",
  last_run_at as "lastRunAt", last_report as "lastReport", failures, last_error as "lastError",
  retry_at as "retryAt", created_at as "createdAt"`;

type Given = Pick<
  Pull,
  | 'name'
  | 'endpoint'
  | 'version'
  | 'filter'
  | 'attachments'
  | 'keepAuthority'
  | 'intervalMinutes'
  | 'enabled'
>;

export async function insertPull(
  db: TenantDb,
  p: Given & Pick<Pull, 'id' | 'since' | 'lastReport'>,
): Promise<void> {
  await db.query(
    `insert into lrs_pull (tenant_id, id, name, endpoint, version, filter, attachments,
       keep_authority, interval_minutes, enabled, since, last_report)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      db.tenantId,
      p.id,
      p.name,
      p.endpoint,
      p.version,
      JSON.stringify(p.filter),
      p.attachments,
      p.keepAuthority,
      p.intervalMinutes,
      p.enabled,
      p.since,
      JSON.stringify(p.lastReport),
    ],
  );
}

export async function findPull(db: TenantDb, id: string): Promise<Pull | undefined> {
  const { rows } = await db.query<Pull>(
    `select ${columns} from lrs_pull where tenant_id = $1 and id = $2`,
    [db.tenantId, id],
  );
  return rows[0];
}

/** Newest first. */
export async function listPulls(
  db: TenantDb,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<Pull[]> {
  const { rows } = await db.query<Pull>(
    `select ${columns} from lrs_pull where tenant_id = $1 and ($2::uuid is null or id < $2)
     order by id desc limit $3`,
    [db.tenantId, after ?? null, limit],
  );
  return rows;
}

/** A run that is under way begins again with what the other LRS has since the last one. */
export async function updatePull(
  db: TenantDb,
  id: string,
  change: { [K in keyof Given]?: Given[K] | undefined } & { since?: string | undefined },
): Promise<boolean> {
  const { count } = await db.query(
    `update lrs_pull set name = coalesce($3, name), endpoint = coalesce($4, endpoint),
       version = coalesce($5, version), filter = coalesce($6, filter),
       attachments = coalesce($7, attachments), keep_authority = coalesce($8, keep_authority),
       interval_minutes = case when $9 then $10 else interval_minutes end,
       enabled = coalesce($11, enabled), since = coalesce($12, since), more = null,
       next_since = null, retry_at = null
     where tenant_id = $1 and id = $2`,
    [
      db.tenantId,
      id,
      change.name ?? null,
      change.endpoint ?? null,
      change.version ?? null,
      change.filter ? JSON.stringify(change.filter) : null,
      change.attachments ?? null,
      change.keepAuthority ?? null,
      change.intervalMinutes !== undefined,
      change.intervalMinutes ?? null,
      change.enabled ?? null,
      change.since ?? null,
    ],
  );
  return count === 1;
}

export async function deletePull(db: TenantDb, id: string): Promise<boolean> {
  const { count } = await db.query('delete from lrs_pull where tenant_id = $1 and id = $2', [
    db.tenantId,
    id,
  ]);
  return count === 1;
}

/** Where a run is; the other LRS answers. Past the last page (`more` is null) the run has ended. */
export async function recordPage(
  db: TenantDb,
  id: string,
  page: Pick<Pull, 'more' | 'nextSince' | 'lastReport'>,
): Promise<void> {
  await db.query(
    `update lrs_pull set more = $3, last_report = $5, failures = 0, last_error = null, retry_at = null,
       next_since = case when $3::text is null then null else $4 end,
       since = case when $3::text is null then coalesce($4, since) else since end,
       last_run_at = case when $3::text is null then now() else last_run_at end
     where tenant_id = $1 and id = $2`,
    [db.tenantId, id, page.more, page.nextSince, JSON.stringify(page.lastReport)],
  );
}

/** The other LRS has forgotten the page: the run goes on from the statements that it has given. */
export async function forgetPage(db: TenantDb, id: string): Promise<void> {
  await db.query(
    `update lrs_pull set more = null, since = coalesce(next_since, since), next_since = null
     where tenant_id = $1 and id = $2`,
    [db.tenantId, id],
  );
}

export async function recordPullFailure(
  db: TenantDb,
  id: string,
  { reason, retryAt }: { reason: string; retryAt: Date },
): Promise<void> {
  await db.query(
    `update lrs_pull set failures = failures + 1, last_error = $3, retry_at = $4
     where tenant_id = $1 and id = $2`,
    [db.tenantId, id, reason, retryAt],
  );
}
