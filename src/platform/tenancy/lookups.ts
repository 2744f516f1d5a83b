/** A deactivated or deleted person acts no more; a key for machines has none (see `Caller`). */
const isActive = (row: string) => `${row}.person_id is null or exists (
  select from person p where p.tenant_id = ${row}.tenant_id and p.id = ${row}.person_id and p.active)`;

/**
 * Everything that may be read before the tenant is known: one SECURITY DEFINER function each, and
 * nothing else. They run as the owner with `app.lookup` on until the transaction ends, which only
 * their own policies accept (see `allowLookups`); `SET` on the function would need a superuser.
 */
const functions = [
  {
    signature: 'find_api_key(wanted text)',
    returns:
      'table (tenant_id uuid, id uuid, role text, scopes text[], person_id uuid, expires_at timestamptz, revoked_at timestamptz, active boolean)',
    body: `select k.tenant_id, k.id, k.role, k.scopes, k.person_id, k.expires_at, k.revoked_at, ${isActive('k')}
           from api_key k where k.hash = wanted`,
  },
  {
    signature: 'find_access_token(wanted text)',
    returns:
      'table (tenant_id uuid, id uuid, purpose text, role text, person_id uuid, data jsonb, expires_at timestamptz, used_at timestamptz, revoked_at timestamptz, active boolean)',
    body: `select t.tenant_id, t.id, t.purpose, t.role, t.person_id, t.data, t.expires_at, t.used_at, t.revoked_at, ${isActive('t')}
           from access_token t where t.hash = wanted`,
  },
  {
    signature: 'keep_platform_secret(wanted text, sealed text)',
    returns: 'text',
    body: `insert into platform_secret (name, ciphertext) values (wanted, sealed) on conflict do nothing;
           select ciphertext from platform_secret where name = wanted`,
  },
  {
    // Unless another process was faster.
    signature: 'replace_platform_secret(wanted text, old text, sealed text)',
    returns: 'void',
    body: `update platform_secret set ciphertext = sealed where name = wanted and ciphertext = old`,
  },
  {
    signature: 'find_lrs_credential(wanted text)',
    returns:
      'table (tenant_id uuid, id uuid, secret_hash text, previous_hash text, previous_until timestamptz, scopes text[], default_version text, authority jsonb, expires_at timestamptz, revoked_at timestamptz)',
    body: `select c.tenant_id, c.id, c.secret_hash, c.previous_hash, c.previous_until, c.scopes,
             c.default_version, c.authority, c.expires_at, c.revoked_at
           from lrs_credential c where c.key = wanted`,
  },
  {
    signature: 'find_lrs_issuer(wanted_issuer text, wanted_audiences text[])',
    returns:
      'table (tenant_id uuid, id uuid, name text, audience text, jwks_uri text, scopes text[], default_version text)',
    body: `select i.tenant_id, i.id, i.name, i.audience, i.jwks_uri, i.scopes, i.default_version
           from lrs_issuer i where i.issuer = wanted_issuer and i.audience = any (wanted_audiences)`,
  },
  {
    // Forwards that are not paused, and pulls whose time has come.
    signature: 'list_due_lrs_transfers()',
    returns: 'table (tenant_id uuid, id uuid, kind text)',
    body: `select f.tenant_id, f.id, 'forward' from lrs_forward f where f.enabled
           union all
           select p.tenant_id, p.id, 'pull' from lrs_pull p
           where p.enabled and p.interval_minutes is not null and coalesce(p.retry_at,
             p.last_run_at + p.interval_minutes * interval '1 minute', now()) <= now()`,
  },
  {
    signature: 'list_tenants()',
    returns: 'table (tenant_id uuid, name text, created_at timestamptz)',
    body: 'select t.tenant_id, t.name, t.created_at from tenant t order by t.created_at, t.tenant_id',
  },
];

/** SQL that creates or replaces the lookup functions; run by `migrate` at every start. */
export function lookupDefinitions(...more: LookupFunction[]): string {
  return [...functions, ...more]
    .map((lookup) => replaceable(lookup.signature, definition(lookup)))
    .join('\n');
}

/**
 * Functions of one statement that answer rows keep its plan, which PL/pgSQL alone does: an SQL
 * function is planned at each call, which takes longer than what most of them do.
 */
function definition({ returns, body }: LookupFunction): string {
  const head = (language: string) =>
    `returns ${returns} language ${language} security definer set search_path = public`;
  if (!/^(table|setof)/.test(returns) || body.includes(';')) {
    return `${head('sql')} as $lookup$
      select set_config('app.lookup', 'on', true); ${body} $lookup$`;
  }
  return `${head('plpgsql')} as $lookup$
    #variable_conflict use_column
    begin
      perform set_config('app.lookup', 'on', true);
      return query ${body};
    end $lookup$`;
}

export interface LookupFunction {
  signature: string;
  returns: string;
  /** One or more SQL statements; the last one's rows are returned. */
  body: string;
}

/**
 * SQL that creates or replaces one function, in one step. PostgreSQL does not replace a function by
 * one that returns something else or calls its parameters otherwise (42P13): that one goes first.
 */
export function replaceable(signature: string, definition: string): string {
  const create = `create or replace function ${signature} ${definition};`;
  return `
    do $replace$ begin
      ${create}
    exception when invalid_function_definition then
      drop function if exists ${signature};
      ${create}
    end $replace$;`;
}
