import { replaceable } from '../tenancy/lookups.ts';

/**
 * The lookup that claims due jobs, as SQL. Fair between tenants at the cost of a few index probes:
 * it starts after the tenant that was served last, walks round the tenants that have work due (at
 * most twice as many as jobs are wanted), and takes one job of each before a second of any.
 * Candidates are locked only up to the limit.
 *
 * PL/pgSQL keeps its plan, where an SQL function is planned at each call: 0.8 ms instead of 2.2.
 * `enable_sort = off`: the planner believes that row-level security hides nearly everything, and
 * would sort all due jobs at each step instead of following the index.
 */
export const claimFunction = replaceable(
  'claim_jobs(worker text, kinds text[], limits integer[], wanted integer, served uuid, lease_ms integer)',
  `returns table (
    tenant_id uuid, id uuid, kind text, payload jsonb, attempt integer, lease uuid, place bigint
  )
  language plpgsql security definer set search_path = public set enable_sort = off
  as $lookup$
  #variable_conflict use_column
  begin
    perform set_config('app.lookup', 'on', true);
    return query
    with recursive walk as (
      select served as tenant_id, 1 as lap, false as due, 0 as step
      union all
      select next.tenant_id, next.lap, next.due, walk.step + 1
      from walk cross join lateral (
        (select j.tenant_id, walk.lap, true
         from job j
         where j.state = 'queued' and j.run_at <= now() and j.kind = any (kinds)
           and j.tenant_id > walk.tenant_id
           and j.tenant_id <= case walk.lap when 2 then served
             else 'ffffffff-ffff-ffff-ffff-ffffffffffff' end
         order by j.tenant_id limit 1)
        union all
        (select '00000000-0000-0000-0000-000000000000'::uuid, 2, false where walk.lap = 1)
        limit 1
      ) next (tenant_id, lap, due)
    ),
    candidate as (
      select t.tenant_id, j.run_at, j.id,
        row_number() over (order by j.rank, t.step) as place
      from (select * from walk where due limit wanted * 2) t
      cross join lateral (
        select d.run_at, d.id, row_number() over (order by d.run_at, d.id) as rank
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
      from candidate c
      join job j on j.tenant_id = c.tenant_id and j.run_at = c.run_at and j.id = c.id
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
    returning j.tenant_id, j.id, j.kind, j.payload, j.attempts, j.lease, t.place;
  end $lookup$`,
);
