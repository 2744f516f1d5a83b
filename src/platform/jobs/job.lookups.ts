import type { LookupFunction } from '../tenancy/lookups.ts';

/** What workers do with jobs before they know the tenant. */
export const jobLookups: LookupFunction[] = [
  {
    // Fair between tenants at the cost of a few index probes: starts after the tenant served last,
    // walks round the tenants that have work due (at most twice as many as jobs are wanted), and
    // takes one job of each before a second of any. Candidates are locked only up to the limit.
    signature:
      'claim_jobs(worker text, kinds text[], limits integer[], wanted integer, served uuid, lease_ms integer)',
    returns:
      'table (tenant_id uuid, id uuid, kind text, payload jsonb, attempt integer, lease uuid, place bigint)',
    body: `
      with recursive walk as (
        select served as tenant_id, 1 as lap, false as due, 0 as step
        union all
        select next.tenant_id, next.lap, next.due, walk.step + 1
        from walk cross join lateral (
          (select j.tenant_id, walk.lap, true
           from job j
           where j.state = 'queued' and j.run_at <= now() and j.kind = any (kinds)
             and j.tenant_id > walk.tenant_id and (walk.lap = 1 or j.tenant_id <= served)
           order by j.tenant_id limit 1)
          union all
          (select '00000000-0000-0000-0000-000000000000'::uuid, 2, false where walk.lap = 1)
          limit 1
        ) next (tenant_id, lap, due)
      ),
      candidate as (
        select t.tenant_id, j.id, row_number() over (order by j.rank, t.step) as place
        from (select * from walk where due limit wanted * 2) t
        cross join lateral (
          select d.id, row_number() over (order by d.run_at, d.id) as rank
          from (
            select q.id, q.run_at from job q
            where q.tenant_id = t.tenant_id and q.state = 'queued' and q.run_at <= now()
              and q.kind = any (kinds)
            order by q.run_at, q.id limit wanted * 2
          ) d
        ) j
      ),
      taken as (
        select j.tenant_id, j.id, c.place
        from candidate c join job j on j.tenant_id = c.tenant_id and j.id = c.id
        where j.state = 'queued'
        order by c.place limit wanted
        for update of j skip locked
      )
      update job j set state = 'running', attempts = j.attempts + 1,
        max_attempts = coalesce(j.max_attempts, limits[array_position(kinds, j.kind)]),
        lease = gen_random_uuid(), leased_by = worker,
        leased_until = now() + lease_ms * interval '1 millisecond',
        started_at = coalesce(j.started_at, now())
      from taken t where j.tenant_id = t.tenant_id and j.id = t.id
      returning j.tenant_id, j.id, j.kind, j.payload, j.attempts, j.lease, t.place`,
  },
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
    signature: 'free_expired_leases(alone text)',
    returns: 'table (tenant_id uuid, id uuid, kind text, state text)',
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
      returning j.tenant_id, j.id, j.kind, j.state`,
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
