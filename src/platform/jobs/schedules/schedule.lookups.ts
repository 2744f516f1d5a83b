import type { LookupFunction } from '../../tenancy/lookups.ts';

/** Schedules belong to no tenant; this is all that can be done with them. */
export const scheduleLookups: LookupFunction[] = [
  {
    // A time that has passed stays: it is a tick that was missed.
    signature: 'declare_schedule(wanted text, expression text, next timestamptz)',
    returns: 'void',
    body: `
      insert into schedule as s (name, cron, next_run_at) values (wanted, expression, next)
      on conflict (name) do update set cron = excluded.cron, next_run_at = excluded.next_run_at
        where s.cron <> excluded.cron`,
  },
  {
    signature: 'schedule_states()',
    returns: 'table (name text, next_run_at timestamptz, wait_ms double precision)',
    body: `
      select s.name, s.next_run_at,
        extract(epoch from greatest(s.next_run_at, s.leased_until) - now())::double precision * 1000
      from schedule s`,
  },
  {
    signature: 'take_tick(wanted text, tick timestamptz, lease_ms integer)',
    returns: 'uuid',
    body: `
      update schedule s set lease = gen_random_uuid(), last_run_at = now(),
        leased_until = now() + lease_ms * interval '1 millisecond'
      where s.name = wanted and s.next_run_at = tick and tick <= now()
        and (s.leased_until is null or s.leased_until < now())
      returning s.lease`,
  },
  {
    signature: 'end_tick(held uuid, next timestamptz, failure text)',
    returns: 'void',
    body: `
      update schedule s
      set next_run_at = next, lease = null, leased_until = null, last_error = failure
      where s.lease = held`,
  },
  {
    // The tick and its jobs are one statement: a process that is killed leaves both or none.
    signature:
      'enqueue_tick(wanted text, tick timestamptz, next timestamptz, job_kind text, job_payload jsonb)',
    returns: 'bigint',
    body: `
      with taken as (
        update schedule s set next_run_at = next, last_run_at = now()
        where s.name = wanted and s.next_run_at = tick and tick <= now()
        returning s.name
      ),
      queued as (
        insert into job (tenant_id, id, kind, payload, key)
        select t.tenant_id,
          -- UUIDv7, which PostgreSQL makes from version 18 on: milliseconds, version, random
          encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
            placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
            from 1 for 6), 52, 1), 53, 1), 'hex')::uuid,
          job_kind, job_payload, taken.name
        from taken cross join tenant t
        on conflict (tenant_id, kind, key) where key is not null and state in ('queued', 'running')
        do nothing
        returning 1
      )
      select count(*) from queued`,
  },
];
