import type { TenantDb } from '../../platform/database/database.ts';

export interface DeckProgress {
  personId: string;
  deckId: string;
  title: string;
  /** 0 to 1; null: none yet. */
  score: number | null;
  completed: boolean;
  success: 'unknown' | 'passed' | 'failed';
}

/** What people have studied or are to study: of each deck the best of their attempts. */
export async function findProgress(db: TenantDb, personIds: string[]): Promise<DeckProgress[]> {
  const { rows } = await db.query<DeckProgress>(
    `with asked as (
       select a.person_id, a.deck_id, null::real as score, false as completed, 0 as success
       from assignment a where a.tenant_id = $1 and a.person_id = any ($2) and a.retired_at is null
       union all
       select m.person_id, a.deck_id, null, false, 0 from membership m
       join assignment a on a.tenant_id = $1 and a.group_id = m.group_id and a.retired_at is null
       where m.tenant_id = $1 and m.person_id = any ($2)
       union all
       select t.person_id, t.deck_id, t.score_scaled, t.completion = 'completed',
         case t.success when 'passed' then 2 when 'failed' then 1 else 0 end
       from attempt t where t.tenant_id = $1 and t.person_id = any ($2))
     select x.person_id as "personId", x.deck_id as "deckId", d.title, max(x.score) as score,
       bool_or(x.completed) as completed,
       case max(x.success) when 2 then 'passed' when 1 then 'failed' else 'unknown' end as success
     from asked x join deck d on d.tenant_id = $1 and d.id = x.deck_id
     group by x.person_id, x.deck_id, d.title order by d.title, x.deck_id`,
    [db.tenantId, personIds],
  );
  return rows;
}
