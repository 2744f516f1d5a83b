import type { LookupFunction } from './lookups.ts';

/** What waits in the LTI surface of all tenants, and has no job. */
export const ltiWorkLookups: LookupFunction[] = [
  {
    signature: 'list_due_lti_scores()',
    returns: 'table (tenant_id uuid, id uuid)',
    body: `select distinct s.tenant_id, s.deployment_id from lti_score s
             join lti_deployment d on d.tenant_id = s.tenant_id and d.id = s.deployment_id
             join lti_registration r on r.id = d.registration_id
           where s.state in ('pending', 'sending') and s.next_at <= now()
             and d.is_enabled and r.is_enabled
             and coalesce(d.scores_paused_until, '-infinity') <= now()
             and not exists (select from job j
               where j.tenant_id = s.tenant_id and j.kind = 'lti.scores'
                 and j.key = s.deployment_id::text and j.state in ('queued', 'running'))`,
  },
  {
    // Once a day, and after a failure when its time has come.
    signature: 'list_due_lti_rosters()',
    returns: 'table (tenant_id uuid, id uuid)',
    body: `select c.tenant_id, c.id from lti_context c
             join lti_deployment d on d.tenant_id = c.tenant_id and d.id = c.deployment_id
             join lti_registration r on r.id = d.registration_id
           where c.memberships_url is not null and d.is_enabled and r.is_enabled
             and coalesce(c.retry_at, c.synced_at + interval '1 day', now()) <= now()
           order by coalesce(c.retry_at, c.synced_at) nulls first limit 200`,
  },
];
