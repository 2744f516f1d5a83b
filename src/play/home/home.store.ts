import type { TenantDb } from '../../platform/database/database.ts';

/** An assignment as its learner sees it. */
export interface HomeAssignment {
  id: string;
  title: string;
  mode: 'study' | 'test' | 'course';
  dueAt: Date | null;
  /** Of the best attempt, in [0,1]; null: none has been scored. */
  scoreScaled: number | null;
  isCompleted: boolean;
}

/** Those of the person and of groups that the person is in, the next due first. */
export async function listHomeAssignments(
  db: TenantDb,
  { personId, limit }: { personId: string; limit: number },
): Promise<HomeAssignment[]> {
  const { rows } = await db.query<HomeAssignment>(
    `select a.id, coalesce(a.title, d.title, c.title) as title,
       case when a.course_id is null then a.mode else 'course' end as mode,
       a.due_at as "dueAt", t.score as "scoreScaled", coalesce(t.completed, false) as "isCompleted"
     from assignment a
       left join deck d on d.tenant_id = $1 and d.id = a.deck_id
         and d.revision > 0 and d.status <> 'archived'
       left join course c on c.tenant_id = $1 and c.id = a.course_id and c.deleted_at is null
     left join lateral (
       select max(score_scaled) as score, bool_or(completion = 'completed') as completed
       from attempt t
       where t.tenant_id = $1 and t.assignment_id = a.id and t.person_id = $2) t on true
     where a.tenant_id = $1 and a.retired_at is null and (d.id is not null or c.id is not null)
       and (a.person_id = $2 or exists (select from membership m
         where m.tenant_id = $1 and m.group_id = a.group_id and m.person_id = $2))
     order by a.due_at nulls last, a.id limit $3`,
    [db.tenantId, personId, limit],
  );
  return rows;
}

/** A deck that the person has begun to study. */
export interface HomeDeck {
  id: string;
  title: string;
  /** Cards that wait now. */
  due: number;
}

/** Those with most to do first. */
export async function listHomeDecks(
  db: TenantDb,
  { personId, now, limit }: { personId: string; now: Date; limit: number },
): Promise<HomeDeck[]> {
  const { rows } = await db.query<HomeDeck>(
    `select d.id, d.title, s.due from (
       select p.deck_id, count(*) filter (where m.due <= $3)::integer as due
       from memory_state m join prompt p on p.tenant_id = $1 and p.id = m.prompt_id
       where m.tenant_id = $1 and m.person_id = $2 group by p.deck_id) s
     join deck d on d.tenant_id = $1 and d.id = s.deck_id
     where d.revision > 0 and d.status <> 'archived'
     order by s.due desc, d.title limit $4`,
    [db.tenantId, personId, now, limit],
  );
  return rows;
}
