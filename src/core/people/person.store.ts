import type { TenantDb } from '../../platform/database/database.ts';
import { storableJson } from '../../platform/storable-json.ts';
import type { IdentityKey } from './identity.store.ts';

export interface Person {
  id: string;
  displayName: string;
  givenName: string | null;
  familyName: string | null;
  email: string | null;
  locale: string | null;
  timeZone: string | null;
  active: boolean;
  version: number;
  createdAt: Date;
  updatedAt: Date;
  /** Since when their directory has them no more; who they were is forgotten after its window. */
  deletedAt: Date | null;
}

export type PersonDetails = Omit<Person, 'version' | 'createdAt' | 'updatedAt' | 'deletedAt'>;

type PersonRow = Person & Record<string, unknown>;

const PERSON = `p.id, p.display_name as "displayName", p.given_name as "givenName",
  p.family_name as "familyName", p.email, p.locale, p.time_zone as "timeZone", p.active, p.version,
  p.created_at as "createdAt", p.updated_at as "updatedAt", p.deleted_at as "deletedAt"`;
const COLUMNS = `"displayName" text, "givenName" text, "familyName" text, email text, locale text,
  "timeZone" text, active boolean`;

export interface PersonFilter {
  /** Part of the name or e-mail, in either case. */
  q?: string | undefined;
  active?: boolean | undefined;
  /** Only members of this group. */
  groupId?: string | undefined;
}

/** In the order of their making. */
export async function listPeople(
  db: TenantDb,
  {
    q,
    active,
    groupId,
    after,
    limit,
  }: PersonFilter & { after?: string | undefined; limit: number },
): Promise<Person[]> {
  const { rows } = await db.query<PersonRow>(
    `select ${PERSON} from person p
     where p.tenant_id = $1 and ($2::uuid is null or p.id > $2)
       and ($3::text is null or strpos(lower(concat_ws(' ', p.display_name, p.given_name, p.family_name, p.email)), lower($3)) > 0)
       and ($4::boolean is null or p.active = $4)
       and ($5::uuid is null or exists (select from membership m
         where m.tenant_id = $1 and m.group_id = $5 and m.person_id = p.id))
     order by p.id limit $6`,
    [db.tenantId, after ?? null, q ?? null, active ?? null, groupId ?? null, limit],
  );
  return rows;
}

export async function findPerson(db: TenantDb, id: string): Promise<Person | undefined> {
  const { rows } = await db.query<PersonRow>(
    `select ${PERSON} from person p where p.tenant_id = $1 and p.id = $2`,
    [db.tenantId, id],
  );
  return rows[0];
}

/** The person behind an identity. */
export async function findPersonBy(
  db: TenantDb,
  { source, issuer, subject }: IdentityKey,
): Promise<Person | undefined> {
  const { rows } = await db.query<PersonRow>(
    `select ${PERSON} from identity i join person p on p.tenant_id = $1 and p.id = i.person_id
     where i.tenant_id = $1 and i.source = $2 and i.issuer = $3 and i.subject = $4`,
    [db.tenantId, source, issuer, subject],
    'kept',
  );
  return rows[0];
}

/** Held against other changes until the end of the transaction. */
export async function lockPerson(db: TenantDb, id: string): Promise<Person | undefined> {
  const { rows } = await db.query<PersonRow>(
    `select ${PERSON} from person p where p.tenant_id = $1 and p.id = $2 for update`,
    [db.tenantId, id],
  );
  return rows[0];
}

export async function insertPeople(db: TenantDb, people: PersonDetails[]): Promise<void> {
  if (people.length === 0) return;
  await db.query(
    `insert into person (tenant_id, id, display_name, given_name, family_name, email, locale, time_zone, active)
     select $1, x.id, x."displayName", x."givenName", x."familyName", x.email, x.locale, x."timeZone", x.active
     from jsonb_to_recordset($2::jsonb) as x(id uuid, ${COLUMNS})`,
    [db.tenantId, storableJson(people)],
  );
}

/**
 * Writes all details; returns the ids of those that differed. Whoever is active is nobody's to be
 * reactivated or forgotten.
 */
export async function updatePeople(db: TenantDb, people: PersonDetails[]): Promise<Set<string>> {
  if (people.length === 0) return new Set();
  const { rows } = await db.query<{ id: string }>(
    `update person p set display_name = x."displayName", given_name = x."givenName",
       family_name = x."familyName", email = x.email, locale = x.locale, time_zone = x."timeZone",
       active = x.active, deactivated_by = case when not x.active then p.deactivated_by end,
       deleted_at = case when not x.active then p.deleted_at end,
       version = p.version + 1, updated_at = now()
     from jsonb_to_recordset($2::jsonb) as x(id uuid, ${COLUMNS})
     where p.tenant_id = $1 and p.id = x.id
       and (p.display_name, p.given_name, p.family_name, p.email, p.locale, p.time_zone, p.active)
         is distinct from (x."displayName", x."givenName", x."familyName", x.email, x.locale, x."timeZone", x.active)
     returning p.id`,
    [db.tenantId, storableJson(people)],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Those of the ids that are there. */
export async function findPeople(db: TenantDb, ids: string[]): Promise<Map<string, Person>> {
  const { rows } = await db.query<PersonRow>(
    `select ${PERSON} from person p where p.tenant_id = $1 and p.id = any ($2)`,
    [db.tenantId, ids],
  );
  return new Map(rows.map((person) => [person.id, person]));
}

/** Removes who it was; what was learnt stays under an id that nobody can look up any more. */
export async function deletePersonRow(db: TenantDb, id: string): Promise<void> {
  await Promise.all([
    db.query(
      `delete from external_ref where tenant_id = $1 and kind = 'person' and entity_id = $2`,
      [db.tenantId, id],
    ),
    db.query('delete from person where tenant_id = $1 and id = $2', [db.tenantId, id]),
  ]);
}
