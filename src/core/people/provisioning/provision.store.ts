import type { TenantDb } from '../../../platform/database/database.ts';
import { storableJson } from '../../../platform/storable-json.ts';
import type { Connection } from '../connections/connection.ts';
import type { ProvisionedDetails } from './provisioned-person.ts';

/** Which of a tenant's identities: all of a connection. */
export type ConnectionKey = Pick<Connection, 'id' | 'kind'>;

/**
 * First sights of one person wait for one another. Many at once have the tenant to themselves: a lock
 * for each of them would be more than the server has.
 */
export async function lockFirstSights(db: TenantDb, keys: string[] | 'all'): Promise<void> {
  const tenant = JSON.stringify([db.tenantId, 'provisioning']);
  if (keys === 'all') {
    await db.query('select pg_advisory_xact_lock(hashtextextended($1, 4))', [tenant]);
    return;
  }
  const locked = [...new Set(keys)].sort().map((key) => JSON.stringify([db.tenantId, key]));
  await Promise.all([
    db.query('select pg_advisory_xact_lock_shared(hashtextextended($1, 4))', [tenant]),
    db.query(
      'select pg_advisory_xact_lock(hashtextextended(x.key, 4)) from unnest($1::text[]) as x(key)',
      [locked],
    ),
  ]);
}

export interface KnownPerson extends ProvisionedDetails {
  personId: string;
  emailVerified: boolean;
  /** How this connection knows them. */
  identityId: string;
  subject: string;
  externalId: string | null;
  userName: string | null;
  owns: boolean;
  identityDeleted: boolean;
}

const DETAILS = `p.display_name as "displayName", p.given_name as "givenName",
  p.family_name as "familyName", p.email, p.locale, p.time_zone as "timeZone",
  p.email_verified as "emailVerified"`;

/**
 * Whom the connection knows by these subjects, or has deleted under these ids of its own and may
 * have made anew.
 */
export async function findKnown(
  db: TenantDb,
  { kind, id }: ConnectionKey,
  { subjects, externalIds }: { subjects: string[]; externalIds: string[] },
): Promise<KnownPerson[]> {
  const { rows } = await db.query<KnownPerson>(
    `with found as (
       select i.* from identity i
       where i.tenant_id = $1 and i.source = $2 and i.issuer = $3 and i.subject = any ($4)
       union
       select i.* from identity i
       where i.tenant_id = $1 and i.source = $2 and i.issuer = $3 and i.external_id = any ($5)
         and i.deleted_at is not null)
     select i.person_id as "personId", i.id as "identityId", i.subject,
       i.external_id as "externalId", i.user_name as "userName", i.owns,
       i.deleted_at is not null as "identityDeleted", ${DETAILS}
     from found i join person p on p.tenant_id = $1 and p.id = i.person_id order by i.id`,
    [db.tenantId, kind, id, subjects, externalIds],
  );
  return rows;
}

export interface LinkCandidate extends ProvisionedDetails {
  personId: string;
  emailVerified: boolean;
  /** What was asked for. */
  key: string;
  /** Whether the connection does not have them as somebody else already. */
  isFree: boolean;
}

const CANDIDATE = `p.id as "personId", ${DETAILS}, not exists (select from identity o
  where o.tenant_id = $1 and o.person_id = p.id and o.source = $2 and o.issuer = $3
    and o.deleted_at is null) as "isFree"`;

/**
 * By an e-mail that somebody vouches for: the source that owns the person, or whoever typed it in.
 * What a learning platform sends may be what its users wrote, and counts where the tenant says so.
 */
export async function findByEmail(
  db: TenantDb,
  { kind, id }: ConnectionKey,
  { emails, trusting }: { emails: string[]; trusting: 'lms' | 'nobody' },
): Promise<LinkCandidate[]> {
  const { rows } = await db.query<LinkCandidate>(
    `select p.email_ci as key, ${CANDIDATE} from person p
     where p.tenant_id = $1 and p.email_ci = any ($4) and p.deleted_at is null
       and (p.email_verified or not exists (select from identity o
         where o.tenant_id = $1 and o.person_id = p.id and o.source <> 'local'
           and (o.source <> 'lti' or $5 <> 'lms')))`,
    [db.tenantId, kind, id, emails, trusting],
  );
  return rows;
}

/** By the id that another connection, or a file that was imported, has for them. */
export async function findByExternalId(
  db: TenantDb,
  { kind, id }: ConnectionKey,
  externalIds: string[],
): Promise<LinkCandidate[]> {
  const { rows } = await db.query<LinkCandidate>(
    `select k.key, ${CANDIDATE} from (
       select i.person_id, i.external_id as key from identity i
       where i.tenant_id = $1 and i.external_id = any ($4) and i.deleted_at is null
       union
       select r.entity_id, substr(r.key, 4) from external_ref r
       where r.tenant_id = $1 and r.system = 'csv' and r.kind = 'person' and r.key = any ($5)) k
     join person p on p.tenant_id = $1 and p.id = k.person_id where p.deleted_at is null`,
    [db.tenantId, kind, id, externalIds, externalIds.map((key) => `id:${key}`)],
  );
  return rows;
}

/** By the user name that another connection has for them. */
export async function findByUserName(
  db: TenantDb,
  { kind, id }: ConnectionKey,
  userNames: string[],
): Promise<LinkCandidate[]> {
  const { rows } = await db.query<LinkCandidate>(
    `select distinct i.user_name as key, ${CANDIDATE} from identity i
     join person p on p.tenant_id = $1 and p.id = i.person_id
     where i.tenant_id = $1 and i.user_name = any ($4) and i.deleted_at is null
       and p.deleted_at is null`,
    [db.tenantId, kind, id, userNames],
  );
  return rows;
}

export interface NewPerson extends ProvisionedDetails {
  id: string;
  emailVerified: boolean;
  active: boolean;
}

export async function insertProvisioned(
  db: TenantDb,
  { id }: ConnectionKey,
  people: NewPerson[],
): Promise<void> {
  if (people.length === 0) return;
  await db.query(
    `insert into person (tenant_id, id, display_name, given_name, family_name, email, locale,
       time_zone, active, email_verified, deactivated_by)
     select $1, x.id, x."displayName", x."givenName", x."familyName", x.email, x.locale,
       x."timeZone", x.active, x."emailVerified", case when not x.active then $3::uuid end
     from jsonb_to_recordset($2::jsonb) as x(id uuid, "displayName" text, "givenName" text,
       "familyName" text, email text, locale text, "timeZone" text, active boolean,
       "emailVerified" boolean)`,
    [db.tenantId, storableJson(people), id],
    'kept',
  );
}

export interface DetailsChange extends ProvisionedDetails {
  personId: string;
  emailVerified: boolean;
}

export async function writeDetails(db: TenantDb, people: DetailsChange[]): Promise<void> {
  if (people.length === 0) return;
  await db.query(
    `update person p set display_name = x."displayName", given_name = x."givenName",
       family_name = x."familyName", email = x.email, locale = x.locale, time_zone = x."timeZone",
       email_verified = x."emailVerified", version = p.version + 1, updated_at = now()
     from jsonb_to_recordset($2::jsonb) as x("personId" uuid, "displayName" text, "givenName" text,
       "familyName" text, email text, locale text, "timeZone" text, "emailVerified" boolean)
     where p.tenant_id = $1 and p.id = x."personId"`,
    [db.tenantId, storableJson(people)],
  );
}

export interface IdentityState {
  id: string;
  personId: string;
  subject: string;
  externalId: string | null;
  userName: string | null;
  owns: boolean;
  active: boolean;
}

/** In place of those that the connection had deleted of the same people. */
export async function insertIdentities(
  db: TenantDb,
  { kind, id }: ConnectionKey,
  identities: IdentityState[],
): Promise<void> {
  if (identities.length === 0) return;
  const linked = identities.filter(({ owns }) => !owns).map(({ personId }) => personId);
  if (linked.length > 0) {
    await db.query(
      `delete from identity where tenant_id = $1 and person_id = any ($2) and source = $3
         and issuer = $4 and deleted_at is not null`,
      [db.tenantId, linked, kind, id],
    );
  }
  await db.query(
    `insert into identity (tenant_id, id, person_id, source, issuer, subject, external_id, user_name,
       owns, active)
     select $1, x.id, x."personId", $3, $4, x.subject, x."externalId", x."userName", x.owns,
       case when $3 in ('scim', 'ldap') then x.active end
     from jsonb_to_recordset($2::jsonb) as x(id uuid, "personId" uuid, subject text,
       "externalId" text, "userName" text, owns boolean, active boolean)`,
    [db.tenantId, storableJson(identities), kind, id],
    'kept',
  );
}

/** Identities as they are called now; deleted ones are there again, and so are their people. */
export async function renewIdentities(
  db: TenantDb,
  identities: Omit<IdentityState, 'owns' | 'active'>[],
): Promise<void> {
  if (identities.length === 0) return;
  await Promise.all([
    db.query(
      `update identity i set subject = x.subject, external_id = x."externalId",
         user_name = x."userName", deleted_at = null
       from jsonb_to_recordset($2::jsonb) as x(id uuid, subject text, "externalId" text,
         "userName" text)
       where i.tenant_id = $1 and i.id = x.id`,
      [db.tenantId, storableJson(identities)],
    ),
    db.query(
      `update person set deleted_at = null, version = version + 1, updated_at = now()
       where tenant_id = $1 and id = any ($2) and deleted_at is not null`,
      [db.tenantId, identities.map(({ personId }) => personId)],
    ),
  ]);
}
