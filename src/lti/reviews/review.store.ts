import type { RenderedItem } from '../../core/decks/rendering/rendered-atom.ts';
import type { TenantDb } from '../../platform/database/database.ts';

export interface GivenResponse {
  promptId: string;
  response: string;
  correct: boolean | null;
}

/** Answers of a test in the order in which they were given. */
export async function listResponses(
  db: TenantDb,
  { attemptId, limit }: { attemptId: string; limit: number },
): Promise<GivenResponse[]> {
  const { rows } = await db.query<GivenResponse>(
    `select prompt_id as "promptId", response, correct from attempt_item
     where tenant_id = $1 and attempt_id = $2 order by answered_at, id limit $3`,
    [db.tenantId, attemptId, limit],
  );
  return rows;
}

export interface AskedPrompt {
  promptId: string;
  /** Of its atom. */
  title: string;
  /** As it is published now; null when it no longer is. */
  item: RenderedItem | null;
}

export async function findAskedPrompts(
  db: TenantDb,
  promptIds: readonly string[],
): Promise<Map<string, AskedPrompt>> {
  const { rows } = await db.query<AskedPrompt>(
    `select p.id as "promptId", a.title, shown.item
     from prompt p
       join atom a on a.tenant_id = $1 and a.id = p.atom_id
       join deck d on d.tenant_id = $1 and d.id = p.deck_id
       left join lateral (
         select i.value -> 'item' as item
         from deck_revision_atom r
           join atom_revision v on v.tenant_id = $1 and v.atom_id = r.atom_id
             and v.n = r.atom_revision
           cross join lateral jsonb_array_elements(v.rendered) i(value)
         where r.tenant_id = $1 and r.deck_id = d.id and r.n = d.revision
           and r.atom_id = p.atom_id and (i.value ->> 'ord')::int = p.ord
         limit 1) shown on true
     where p.tenant_id = $1 and p.id = any ($2)`,
    [db.tenantId, promptIds],
  );
  return new Map(rows.map((row) => [row.promptId, row]));
}

/** How the deck or course is called that an assignment without a title is of, and what 1 is in its gradebook. */
export async function findReviewed(
  db: TenantDb,
  assignmentId: string,
): Promise<{ title: string; scoreMaximum: number | null } | undefined> {
  const { rows } = await db.query<{ title: string; scoreMaximum: number | null }>(
    `select coalesce(s.title, d.title, c.title) as title,
       coalesce(s.score_maximum, (select max(i.score_maximum) from lti_line_item i
         where i.tenant_id = $1 and i.assignment_id = s.id)) as "scoreMaximum"
     from assignment s
       left join deck d on d.tenant_id = $1 and d.id = s.deck_id
       left join course c on c.tenant_id = $1 and c.id = s.course_id
     where s.tenant_id = $1 and s.id = $2 and (d.id is not null or c.id is not null)`,
    [db.tenantId, assignmentId],
  );
  return rows[0];
}
