import type { Knex } from 'knex';
import type { Migration } from '../src/platform/database/migrate.ts';
import { allowLookups, tenantTable } from '../src/platform/database/tenant-table.ts';

export const lti: Migration = {
  name: '0009-lti',
  async up(knex) {
    await core(knex);
    await platforms(knex);
    await launching(knex);
    await courses(knex);
    await grades(knex);
    await inspector(knex);
    await allowLookups(
      knex,
      'lti_registration',
      'lti_deployment',
      'lti_login',
      'lti_claim',
      'lti_invitation',
      'lti_context',
      'lti_score',
    );
  },
};

/** What a launch needs of the core, which knows no LTI. */
async function core(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table membership add column role text not null default 'learner'
      check (role in ('learner', 'instructor', 'observer'));
    -- somebody whom an LMS made to try things out: counts in no analytics
    alter table person add column is_test boolean not null default false;
    alter table assignment
      add column title text,
      add column score_maximum real check (score_maximum > 0),
      -- {tags}: only atoms with one of them; null: the whole deck
      add column part jsonb,
      add column retired_at timestamptz;
    -- Of neither: not placed yet, as when a link is made before anybody launches it.
    alter table assignment drop constraint assignment_check;
    alter table assignment add check (num_nonnulls(person_id, group_id) <= 1);
    -- of whoever has looked at it, for the learner
    alter table attempt add column comment text;
    create index assignment_group on assignment (tenant_id, group_id);
    create index attempt_assignment on attempt (tenant_id, assignment_id, person_id)
      where assignment_id is not null;
  `);
}

async function platforms(knex: Knex): Promise<void> {
  await tenantTable(
    knex,
    'lti_registration',
    `id uuid not null, name text not null,
     -- unique over all tenants, for a login tells no more than these
     issuer text not null, client_id text not null,
     authorization_endpoint text not null, token_endpoint text not null, jwks_uri text not null,
     -- "aud" of token requests, where the platform named one
     token_audience text,
     profile text not null, overrides jsonb not null default '{}',
     key_set text not null check (key_set in ('shared', 'tenant')),
     -- whether other tenants may claim deployments of it
     is_shared boolean not null default false, is_enabled boolean not null default true,
     origin text not null check (origin in ('manual', 'dynamic', 'ltijs')),
     -- of services, as the platform granted them; empty: not known
     scopes text[] not null default '{}',
     -- origins beside the platform's own that may frame our pages
     frame_ancestors text[] not null default '{}',
     version integer not null default 1,
     created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
     primary key (tenant_id, id), unique (issuer, client_id)`,
  );
  await tenantTable(
    knex,
    'lti_deployment',
    `id uuid not null,
     -- may be another tenant's, when that one shares it; so there is no foreign key
     registration_id uuid not null,
     deployment_id text not null, name text, is_enabled boolean not null default true,
     -- claim tool_platform: {guid, name, productFamilyCode, version}
     platform jsonb,
     -- until when the platform asked to be left alone with scores
     scores_paused_until timestamptz,
     -- scores in a row that it did not take, none since the last that it took
     scores_failures integer not null default 0,
     -- where notices of the platform are sent to, as it was told
     notice_handler text,
     created_at timestamptz not null default now(), last_launch_at timestamptz,
     primary key (tenant_id, id), unique (registration_id, deployment_id)`,
  );
  await tenantTable(
    knex,
    'lti_tool_key',
    `-- RFC 7638 thumbprint; rows stay, so that none comes back
     kid text not null, public_jwk jsonb not null,
     -- PKCS #8, wrapped by the master key; null once the key is gone
     private_key text,
     created_at timestamptz not null default now(),
     signs_from timestamptz not null, removed_at timestamptz,
     primary key (tenant_id, kid)`,
  );
  await tenantTable(
    knex,
    'lti_invitation',
    `id uuid not null, token_hash text not null unique, name text, profile text,
     key_set text not null check (key_set in ('shared', 'tenant')),
     created_by text not null, created_at timestamptz not null default now(),
     expires_at timestamptz not null, used_at timestamptz, registration_id uuid,
     primary key (tenant_id, id)`,
  );
  await tenantTable(
    knex,
    'lti_consumer_key',
    `-- of LTI 1.1, whose links and people a platform migrates; its secret is in tenant_secret
     id uuid not null, key text not null, created_at timestamptz not null default now(),
     primary key (tenant_id, id), unique (tenant_id, key)`,
  );
}

/** Rows belong to the tenant of the registration, for the deployment is not known yet. */
async function launching(knex: Knex): Promise<void> {
  await tenantTable(
    knex,
    'lti_login',
    `id uuid not null, state_hash text not null unique, nonce text not null,
     -- SHA-256 of what the browser that began must show
     binding_hash text not null,
     registration_id uuid not null, target_link_uri text not null, storage_target text,
     steps jsonb not null, created_at timestamptz not null default now(),
     expires_at timestamptz not null,
     primary key (tenant_id, id)`,
  );
  await tenantTable(
    knex,
    'lti_claim',
    `id uuid not null, code_hash text not null unique, registration_id uuid not null,
     deployment_id text not null, platform jsonb, created_at timestamptz not null default now(),
     expires_at timestamptz not null,
     primary key (tenant_id, id)`,
  );
}

async function courses(knex: Knex): Promise<void> {
  await tenantTable(
    knex,
    'lti_context',
    `id uuid not null, deployment_id uuid not null, context_id text not null,
     title text, label text, types text[] not null default '{}',
     group_id uuid not null,
     memberships_url text, line_items_url text, ags_scopes text[] not null default '{}',
     -- where the platform tells who has come and gone since the last sync
     differences_url text,
     synced_at timestamptz, sync_failures integer not null default 0, sync_error text,
     retry_at timestamptz,
     -- ids of the contexts that it was copied from, newest first
     copied_from text[] not null default '{}',
     created_at timestamptz not null default now(),
     primary key (tenant_id, id), unique (tenant_id, deployment_id, context_id),
     foreign key (tenant_id, deployment_id) references lti_deployment on delete cascade,
     foreign key (tenant_id, group_id) references person_group on delete cascade`,
  );
  await tenantTable(
    knex,
    'lti_resource_link',
    `id uuid not null, deployment_id uuid not null, context_id uuid,
     resource_link_id text not null, title text, assignment_id uuid,
     copied_from text[] not null default '{}',
     created_at timestamptz not null default now(), last_launch_at timestamptz,
     primary key (tenant_id, id), unique (tenant_id, deployment_id, resource_link_id),
     foreign key (tenant_id, deployment_id) references lti_deployment on delete cascade,
     foreign key (tenant_id, context_id) references lti_context on delete cascade,
     foreign key (tenant_id, assignment_id) references assignment`,
  );
  await tenantTable(
    knex,
    'lti_member',
    `context_id uuid not null,
     -- the platform's "sub"
     user_id text not null, person_id uuid not null, roles text[] not null,
     status text not null default 'active' check (status in ('active', 'inactive', 'deleted')),
     source text not null check (source in ('launch', 'roster')),
     seen_at timestamptz not null default now(),
     primary key (tenant_id, context_id, user_id),
     foreign key (tenant_id, context_id) references lti_context on delete cascade,
     foreign key (tenant_id, person_id) references person on delete cascade`,
  );
  await knex.raw(`create index lti_member_person on lti_member (tenant_id, person_id)`);
  await tenantTable(
    knex,
    'lti_notice',
    `deployment_id uuid not null, notice_id text not null, type text not null,
     received_at timestamptz not null default now(), handled_at timestamptz,
     detail jsonb not null default '{}',
     primary key (tenant_id, deployment_id, notice_id),
     foreign key (tenant_id, deployment_id) references lti_deployment on delete cascade`,
  );
}

async function grades(knex: Knex): Promise<void> {
  await tenantTable(
    knex,
    'lti_line_item',
    `id uuid not null, deployment_id uuid not null, context_id uuid, resource_link_id uuid,
     assignment_id uuid,
     -- null: to be found or made before the first score is sent
     url text, label text not null,
     score_maximum double precision not null check (score_maximum > 0),
     resource_id text, tag text,
     origin text not null check (origin in ('platform', 'created', 'adopted')),
     created_at timestamptz not null default now(),
     primary key (tenant_id, id), unique (tenant_id, deployment_id, url),
     unique (tenant_id, resource_link_id),
     foreign key (tenant_id, deployment_id) references lti_deployment on delete cascade,
     foreign key (tenant_id, context_id) references lti_context on delete cascade,
     foreign key (tenant_id, resource_link_id) references lti_resource_link on delete cascade,
     foreign key (tenant_id, assignment_id) references assignment`,
  );
  await knex.raw(
    `create index lti_line_item_assignment on lti_line_item (tenant_id, assignment_id)`,
  );
  await tenantTable(
    knex,
    'lti_score',
    `-- one for each line item and person: the newest value is what is sent
     id uuid not null, line_item_id uuid not null, deployment_id uuid not null,
     person_id uuid not null, user_id text not null, attempt_id uuid,
     score_scaled real check (score_scaled between 0 and 1),
     completion text not null check (completion in ('incomplete', 'completed')),
     success text not null check (success in ('unknown', 'passed', 'failed')),
     comment text, started_at timestamptz, submitted_at timestamptz,
     -- counts the changes; what is not sent yet is newer than sent_version
     version integer not null default 1, sent_version integer not null default 0,
     state text not null default 'pending' check (state in ('pending', 'sending', 'delivered', 'dead')),
     tries integer not null default 0, queued_at timestamptz not null default now(),
     next_at timestamptz not null default now(),
     -- of the last score sent; the next one is later (AGS 3.4.8)
     last_timestamp timestamptz, sent_attempt_id uuid, sent_comment text,
     last_status integer, last_error text, delivered_at timestamptz,
     -- as the platform showed it afterwards
     result jsonb, result_at timestamptz,
     primary key (tenant_id, id), unique (tenant_id, line_item_id, person_id),
     foreign key (tenant_id, line_item_id) references lti_line_item on delete cascade,
     foreign key (tenant_id, person_id) references person on delete cascade`,
  );
  await knex.raw(`
    create index lti_score_due on lti_score (tenant_id, deployment_id, next_at)
      where state in ('pending', 'sending');
  `);
}

/** What happened, claims redacted; kept for 30 days. */
async function inspector(knex: Knex): Promise<void> {
  await tenantTable(
    knex,
    'lti_launch',
    `id uuid not null,
     -- what a person reads out who asks for help
     reference text not null,
     registration_id uuid, deployment_id uuid, message text,
     outcome text not null check (outcome in ('launched', 'refused', 'abandoned', 'claimable')),
     error_code text, person_id uuid, context_id uuid, link_id uuid,
     steps jsonb not null, claims jsonb not null, ms integer not null,
     created_at timestamptz not null default now(),
     primary key (tenant_id, id)`,
  );
  await tenantTable(
    knex,
    'lti_service_call',
    `id uuid not null, registration_id uuid not null, deployment_id uuid,
     service text not null check (service in ('token', 'line-items', 'scores', 'results', 'roster', 'groups', 'notices', 'registration')),
     method text not null, url text not null, status integer, ms integer not null, error text,
     score_id uuid, detail jsonb not null default '{}',
     created_at timestamptz not null default now(),
     primary key (tenant_id, id)`,
  );
  await knex.raw(`
    create index lti_launch_reference on lti_launch (tenant_id, reference);
    create index lti_launch_person on lti_launch (tenant_id, person_id, id);
    create index lti_service_call_score on lti_service_call (tenant_id, score_id)
      where score_id is not null;
  `);
}
