import type { TenantDb } from '../../platform/database/database.ts';

/**
 * Of the assigned prompts: how many there are, how many were answered since, and how many of these
 * rightly when last answered. Answers that were taken back do not count.
 */
export async function countRecalled(
  db: TenantDb,
  {
    personId,
    deckIds,
    tags,
    since,
  }: { personId: string; deckIds: readonly string[]; tags: readonly string[] | null; since: Date },
): Promise<{ total: number; answered: number; recalled: number }> {
  const { rows } = await db.query<{ total: number; answered: number; recalled: number }>(
    `select count(*) as total, count(last.rating) as answered,
            count(*) filter (where last.rating > 1) as recalled
     from deck d
       join deck_revision_atom r on r.tenant_id = $1 and r.deck_id = d.id and r.n = d.revision
       join atom a on a.tenant_id = $1 and a.id = r.atom_id
       cross join lateral unnest(r.prompt_ids) as of(prompt_id)
       join prompt p on p.tenant_id = $1 and p.id = of.prompt_id
       left join lateral (
         select l.rating from review_log l
         where l.tenant_id = $1 and l.person_id = $2 and l.prompt_id = p.id
           and l.kind = 'review' and l.reviewed_at >= $5
           and not exists (select from review_log u
             where u.tenant_id = $1 and u.person_id = $2 and u.prompt_id = p.id
               and u.kind = 'undo' and u.undoes = l.id)
         order by l.reviewed_at desc, l.id desc limit 1) last on true
     where d.tenant_id = $1 and d.id = any($3) and p.kind <> 'info'
       and ($4::text[] is null or a.tags && $4)`,
    [db.tenantId, personId, deckIds, tags, since],
  );
  return rows[0] ?? { total: 0, answered: 0, recalled: 0 };
}
