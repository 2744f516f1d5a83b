import type { Migration } from '../src/platform/database/migrate.ts';
import { allowLookups, tenantTable } from '../src/platform/database/tenant-table.ts';

export const sso: Migration = {
  name: '0012-sso',
  async up(knex) {
    await tenantTable(
      knex,
      'sso_login',
      `-- begun by one browser, whose answer is awaited
       id uuid not null, state_hash text not null, connection_id uuid not null,
       -- SHA-256 of what that browser has to show
       binding_hash text not null,
       -- ID of the AuthnRequest; nonce and PKCE verifier of OpenID Connect
       request_id text, nonce text, verifier text,
       purpose text not null check (purpose in ('sign_in', 'test')),
       return_to text, steps jsonb not null default '[]',
       created_at timestamptz not null default now(), expires_at timestamptz not null,
       primary key (tenant_id, id), unique (tenant_id, state_hash),
       foreign key (tenant_id, connection_id) references connection on delete cascade`,
    );
    await tenantTable(
      knex,
      'sso_claim',
      `-- what may be used once: IDs of assertions and requests, and jti of logout tokens
       connection_id uuid not null,
       kind text not null check (kind in ('assertion', 'logout_request', 'logout_token')),
       -- SHA-256
       value_hash text not null, expires_at timestamptz not null,
       primary key (tenant_id, connection_id, kind, value_hash),
       foreign key (tenant_id, connection_id) references connection on delete cascade`,
    );
    await tenantTable(
      knex,
      'sso_session',
      `id uuid not null, connection_id uuid not null, person_id uuid not null,
       -- as the provider calls the person and its own session
       subject text not null, name_id_format text, session_index text,
       token_ids uuid[] not null,
       created_at timestamptz not null default now(), expires_at timestamptz not null,
       ended_at timestamptz, ended_by text,
       primary key (tenant_id, id),
       foreign key (tenant_id, connection_id) references connection on delete cascade,
       foreign key (tenant_id, person_id) references person on delete cascade`,
    );
    await tenantTable(
      knex,
      'sso_key',
      `-- of the hub as a service provider; the private key is in tenant_secret
       id uuid not null, certificate text not null, not_after timestamptz not null,
       -- shown in the metadata at once, used from here on
       signs_from timestamptz not null, created_at timestamptz not null default now(),
       primary key (tenant_id, id)`,
    );
    await tenantTable(
      knex,
      'sso_domain',
      `id uuid not null, domain text not null check (domain = lower(domain)),
       -- what a TXT record of it has to say
       challenge text not null, verified_at timestamptz, checked_at timestamptz,
       created_at timestamptz not null default now(),
       primary key (tenant_id, id), unique (tenant_id, domain)`,
    );
    await tenantTable(
      knex,
      'sso_attempt',
      `-- what happened, without who it was; kept for 30 days
       id uuid not null,
       -- what a person reads out who asks for help
       reference text not null,
       connection_id uuid not null, kind text not null check (kind in ('sign_in', 'test', 'logout')),
       outcome text not null check (outcome in ('done', 'refused', 'abandoned')),
       error_code text, detail text, person_id uuid, steps jsonb not null, said jsonb not null,
       ms integer not null, created_at timestamptz not null default now(),
       primary key (tenant_id, id),
       foreign key (tenant_id, connection_id) references connection on delete cascade`,
    );
    await tenantTable(
      knex,
      'sso_setup',
      `-- a link by which somebody without an account connects their identity provider
       id uuid not null, name text not null, idp text,
       parts text[] not null, created_by text not null,
       sso_connection_id uuid, scim_connection_id uuid,
       created_at timestamptz not null default now(), expires_at timestamptz not null,
       opened_at timestamptz, finished_at timestamptz,
       primary key (tenant_id, id),
       foreign key (tenant_id, sso_connection_id) references connection
         on delete set null (sso_connection_id),
       foreign key (tenant_id, scim_connection_id) references connection
         on delete set null (scim_connection_id)`,
    );
    await knex.raw(`
      create index sso_login_expiry on sso_login (tenant_id, expires_at);
      create index sso_claim_expiry on sso_claim (tenant_id, expires_at);
      create index sso_session_subject on sso_session (tenant_id, connection_id, subject)
        where ended_at is null;
      create index sso_session_person on sso_session (tenant_id, person_id);
      create index sso_session_tokens on sso_session using gin (token_ids);
      create unique index sso_domain_verified on sso_domain (domain) where verified_at is not null;
      create index sso_attempt_reference on sso_attempt (tenant_id, reference);
    `);
    await allowLookups(knex, 'sso_domain');
  },
};
