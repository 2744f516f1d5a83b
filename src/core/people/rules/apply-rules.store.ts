import { uuidv7 } from '../../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../../platform/database/database.ts';
import { storableJson } from '../../../platform/storable-json.ts';

/** Groups with the rules that name them; names count in any case. */
const MATCH = `person_group g join connection_rule r on r.tenant_id = $1
  and starts_with(g.external_id, r.connection_id::text || ':')
  and case r.group_by when 'name' then lower(g.name) = lower(r.group_key)
    else g.external_id = r.connection_id::text || ':' || r.group_key end`;

export interface MatchedRule {
  ruleId: string;
  groupId: string;
  role: string | null;
  deckId: string | null;
  mode: 'study' | 'test' | null;
}

/** What the rules give by the group, or by any where it is undefined. */
export async function findMatches(
  db: TenantDb,
  groupId: string | undefined,
): Promise<MatchedRule[]> {
  const { rows } = await db.query<MatchedRule>(
    `select r.id as "ruleId", g.id as "groupId", r.role, r.deck_id as "deckId", r.mode from ${MATCH}
     where g.tenant_id = $1 and ($2::uuid is null or g.id = $2) order by r.id`,
    [db.tenantId, groupId ?? null],
  );
  return rows;
}

/** Gives members of the groups the rules' roles; one that somebody gave by hand stays as it was. */
export async function grantRoles(
  db: TenantDb,
  { matches, personIds }: { matches: MatchedRule[]; personIds: string[] | 'all' },
): Promise<void> {
  const grants = matches.flatMap(({ groupId, role }) => (role ? [{ groupId, role }] : []));
  if (grants.length === 0) return;
  const { rows } = await db.query<{ personId: string; role: string }>(
    `select distinct m.person_id as "personId", x.role
     from jsonb_to_recordset($2::jsonb) as x("groupId" uuid, role text)
     join membership m on m.tenant_id = $1 and m.group_id = x."groupId"
     where ($3::uuid[] is null or m.person_id = any ($3))
       and not exists (select from role_grant o where o.tenant_id = $1
         and o.person_id = m.person_id and o.role = x.role and o.institution_id is null)`,
    [db.tenantId, storableJson(grants), personIds === 'all' ? null : personIds],
  );
  if (rows.length === 0) return;
  await db.query(
    `insert into role_grant (tenant_id, id, person_id, role, by_rule)
     select $1, x.id, x."personId", x.role, true
     from jsonb_to_recordset($2::jsonb) as x(id uuid, "personId" uuid, role text)
     on conflict (tenant_id, person_id, role, institution_id) do nothing`,
    [db.tenantId, storableJson(rows.map((row) => ({ ...row, id: uuidv7() })))],
  );
}

/** Takes back, from these people, roles that a rule gave and none gives any more. */
export async function withdrawRoles(
  db: TenantDb,
  from: { personIds: string[] } | { membersOf: string } | 'all',
): Promise<void> {
  await db.query(
    `delete from role_grant o where o.tenant_id = $1 and o.by_rule
       and ($2::uuid[] is null or o.person_id = any ($2))
       and ($3::uuid is null or o.person_id in (select m.person_id from membership m
         where m.tenant_id = $1 and m.group_id = $3))
       and not exists (select from ${MATCH} join membership m
           on m.tenant_id = $1 and m.group_id = g.id and m.person_id = o.person_id
         where g.tenant_id = $1 and r.role = o.role)`,
    [
      db.tenantId,
      from !== 'all' && 'personIds' in from ? from.personIds : null,
      from !== 'all' && 'membersOf' in from ? from.membersOf : null,
    ],
  );
}

export interface RuleAssignment {
  id: string;
  ruleId: string;
  groupId: string;
  retired: boolean;
}

/** Assignments that rules made for the group, or for any where it is undefined. */
export async function listRuleAssignments(
  db: TenantDb,
  groupId: string | undefined,
): Promise<RuleAssignment[]> {
  const { rows } = await db.query<RuleAssignment>(
    `select id, origin ->> 'ruleId' as "ruleId", group_id as "groupId",
       retired_at is not null as retired from assignment
     where tenant_id = $1 and ($2::uuid is null or group_id = $2) and group_id is not null
       and origin ->> 'surface' = 'rule' order by id`,
    [db.tenantId, groupId ?? null],
  );
  return rows;
}

/** Offers assignments again, or no more; what was done in them stays. */
export async function setRetired(
  db: TenantDb,
  { ids, retired }: { ids: string[]; retired: boolean },
): Promise<void> {
  if (ids.length === 0) return;
  await db.query(
    `update assignment set retired_at = case when $3 then now() end, version = version + 1,
       updated_at = now()
     where tenant_id = $1 and id = any ($2)`,
    [db.tenantId, ids, retired],
  );
}
