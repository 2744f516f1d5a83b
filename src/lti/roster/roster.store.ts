import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Queryable, TenantDb } from '../../platform/database/database.ts';
import { storableJson } from '../../platform/storable-json.ts';

export interface RosterContext {
  id: string;
  deploymentId: string;
  groupId: string;
  membershipsUrl: string | null;
  differencesUrl: string | null;
  syncedAt: Date | null;
  syncFailures: number;
}

export async function findRosterContext(
  db: TenantDb,
  id: string,
): Promise<(RosterContext & { now: Date }) | undefined> {
  const { rows } = await db.query<RosterContext & { now: Date }>(
    `select id, deployment_id as "deploymentId", group_id as "groupId",
       memberships_url as "membershipsUrl", differences_url as "differencesUrl",
       synced_at as "syncedAt", sync_failures as "syncFailures", clock_timestamp() as now
     from lti_context where tenant_id = $1 and id = $2`,
    [db.tenantId, id],
  );
  return rows[0];
}

/** People behind ids of a registration. */
export async function findPeopleBySubject(
  db: TenantDb,
  { issuer, subjects }: { issuer: string; subjects: readonly string[] },
): Promise<Map<string, string>> {
  const { rows } = await db.query<{ subject: string; personId: string }>(
    `select subject, person_id as "personId" from identity
     where tenant_id = $1 and source = 'lti' and issuer = $2 and subject = any ($3)`,
    [db.tenantId, issuer, subjects],
  );
  return new Map(rows.map(({ subject, personId }) => [subject, personId]));
}

/** Those of the links that are there now by us; of the others somebody else was faster. */
export async function insertIdentities(
  db: TenantDb,
  { issuer, people }: { issuer: string; people: readonly { subject: string; personId: string }[] },
): Promise<Set<string>> {
  const rows = people.map((one) => ({ ...one, id: uuidv7() }));
  const { rows: inserted } = await db.query<{ subject: string }>(
    `insert into identity (tenant_id, id, person_id, source, issuer, subject)
     select $1, x.id, x."personId", 'lti', $2, x.subject
     from jsonb_to_recordset($3::jsonb) as x(id uuid, "personId" uuid, subject text)
     on conflict (tenant_id, source, issuer, subject) do nothing returning subject`,
    [db.tenantId, issuer, storableJson(rows)],
  );
  return new Set(inserted.map(({ subject }) => subject));
}

export async function deletePeople(db: TenantDb, ids: readonly string[]): Promise<void> {
  await db.query('delete from person where tenant_id = $1 and id = any ($2)', [db.tenantId, ids]);
}

/** Of these people those about whom another source tells too. */
export async function findPeopleOfOthers(
  db: TenantDb,
  ids: readonly string[],
): Promise<Set<string>> {
  const { rows } = await db.query<{ id: string }>(
    `select distinct person_id as id from identity
     where tenant_id = $1 and person_id = any ($2) and source <> 'lti'`,
    [db.tenantId, ids],
  );
  return new Set(rows.map(({ id }) => id));
}

export interface EnrolledMember {
  userId: string;
  personId: string;
  roles: string[];
  status: 'active' | 'inactive' | 'deleted';
  role: 'learner' | 'instructor' | 'observer';
}

const MEMBER = `x("userId" text, "personId" uuid, roles jsonb, status text, role text)`;

/**
 * Who is active is a member of the group in their role, of two the stronger (which is the first in the
 * alphabet, too); who is not any more is none.
 */
export async function enrol(
  db: TenantDb,
  { contextId, groupId }: { contextId: string; groupId: string },
  members: readonly EnrolledMember[],
): Promise<void> {
  const json = storableJson(members);
  await db.query(
    `insert into lti_member (tenant_id, context_id, user_id, person_id, roles, status, source, seen_at)
     select $1, $2, x."userId", x."personId",
       array(select jsonb_array_elements_text(x.roles)), x.status, 'roster', clock_timestamp()
     from jsonb_to_recordset($3::jsonb) as ${MEMBER}
     on conflict (tenant_id, context_id, user_id) do update set person_id = excluded.person_id,
       roles = excluded.roles, status = excluded.status, seen_at = excluded.seen_at`,
    [db.tenantId, contextId, json],
  );
  await db.query(
    `insert into membership as m (tenant_id, group_id, person_id, role)
     select distinct on (x."personId") $1::uuid, $2::uuid, x."personId", x.role
     from jsonb_to_recordset($3::jsonb) as ${MEMBER} where x.status = 'active'
     order by x."personId", x.role
     on conflict (tenant_id, group_id, person_id) do update set role = excluded.role
       where m.role <> excluded.role`,
    [db.tenantId, groupId, json],
  );
  await leave(
    db,
    { contextId, groupId },
    members.flatMap(({ personId, status }) => (status === 'active' ? [] : personId)),
  );
}

/** Takes people out of the group who are in the course under no id any more. */
async function leave(
  db: TenantDb,
  { contextId, groupId }: { contextId: string; groupId: string },
  personIds: readonly string[],
): Promise<void> {
  if (personIds.length === 0) return;
  await db.query(
    `delete from membership g where g.tenant_id = $1 and g.group_id = $2 and g.person_id = any ($3)
       and not exists (select from lti_member m where m.tenant_id = $1 and m.context_id = $4
         and m.person_id = g.person_id and m.status = 'active')`,
    [db.tenantId, groupId, personIds, contextId],
  );
}

/** Whom a whole roster did not name lose their enrolment, and nothing else; answers how many. */
export async function removeUnseen(
  db: TenantDb,
  { contextId, groupId, since }: { contextId: string; groupId: string; since: Date },
): Promise<number> {
  const { rows } = await db.query<{ personId: string }>(
    `update lti_member set status = 'deleted'
     where tenant_id = $1 and context_id = $2 and seen_at < $3 and status <> 'deleted'
     returning person_id as "personId"`,
    [db.tenantId, contextId, since],
  );
  await leave(
    db,
    { contextId, groupId },
    rows.map(({ personId }) => personId),
  );
  return rows.length;
}

export async function markSynced(
  db: TenantDb,
  { id, differencesUrl }: { id: string; differencesUrl: string | null },
): Promise<void> {
  await db.query(
    `update lti_context set synced_at = now(), differences_url = $3, sync_failures = 0,
       sync_error = null, retry_at = null
     where tenant_id = $1 and id = $2`,
    [db.tenantId, id, differencesUrl],
  );
}

/** The next one is a whole one: what came of this one is not known. */
export async function markSyncFailed(
  db: TenantDb,
  { id, error, retryAt }: { id: string; error: string; retryAt: Date },
): Promise<void> {
  await db.query(
    `update lti_context set sync_failures = sync_failures + 1, sync_error = $3, retry_at = $4,
       differences_url = null
     where tenant_id = $1 and id = $2`,
    [db.tenantId, id, error, retryAt],
  );
}

export async function listDueRosters(
  lookup: Queryable,
): Promise<{ tenantId: string; id: string }[]> {
  const { rows } = await lookup.query<{ tenantId: string; id: string }>(
    'select tenant_id as "tenantId", id from list_due_lti_rosters()',
  );
  return rows;
}
