import type { LookupFunction } from '../tenancy/lookups.ts';

/** What workers do with jobs before they know the tenant. */
export const jobLookups: LookupFunction[] = [
  {
    // Rows that are locked are being finished or taken over this moment; no beat waits for them.
    signature: 'renew_leases(tenants uuid[], ids uuid[], leases uuid[], lease_ms integer)',
    returns: 'table (lease uuid)',
    body: `
      update job j set leased_until = now() + lease_ms * interval '1 millisecond'
      from (
        select h.tenant_id, h.id
        from unnest(tenants, ids, leases) as m (tenant_id, id, lease)
        join job h on h.tenant_id = m.tenant_id and h.id = m.id and h.lease = m.lease
        where h.state = 'running'
        for update of h skip locked
      ) held
      where j.tenant_id = held.tenant_id and j.id = held.id;
      select j.lease
      from unnest(tenants, ids, leases) as m (tenant_id, id, lease)
      join job j on j.tenant_id = m.tenant_id and j.id = m.id and j.lease = m.lease
      where j.state = 'running'`,
  },
  {
    signature: 'free_lost_leases(alone text)',
    returns: 'table (id uuid, state text)',
    body: `
      update job j set lease = null, leased_until = null, run_at = now(),
        last_error = 'the process that ran it was lost',
        state = case when j.attempts < j.max_attempts then 'queued' else 'failed' end,
        finished_at = case when j.attempts < j.max_attempts then null else now() end
      from (
        select e.tenant_id, e.id from job e
        where e.state = 'running' and (e.leased_until < now() or e.leased_by <> alone)
        limit 1000 for update skip locked
      ) expired
      where j.tenant_id = expired.tenant_id and j.id = expired.id
      returning j.id, j.state`,
  },
  {
    signature: 'count_jobs()',
    returns: 'table (kind text, state text, count bigint)',
    body: `select j.kind, j.state, count(*) from job j
           where j.state in ('queued', 'running') group by j.kind, j.state`,
  },
  {
    // In batches: one long delete would hold its locks and dead rows.
    signature: 'prune_jobs(succeeded_days integer, failed_days integer)',
    returns: 'bigint',
    body: `
      with old as (
        select o.tenant_id, o.id from job o
        where o.finished_at < now() - least(succeeded_days, failed_days) * interval '1 day'
          and o.finished_at < now() - case o.state when 'failed' then failed_days
            else succeeded_days end * interval '1 day'
        limit 1000 for update skip locked
      ),
      gone as (
        delete from job j using old where j.tenant_id = old.tenant_id and j.id = old.id
        returning 1
      )
      select count(*) from gone`,
  },
];
