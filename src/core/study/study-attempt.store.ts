import type { TenantDb } from '../../platform/database/database.ts';
import type { StudiedPart } from './assignment.store.ts';
import { type Attempt, attemptColumns } from './attempt.store.ts';
import { pinValues, studiedRevision } from './revision-pin.ts';

interface StudyScope extends StudiedPart {
  personId: string;
  deckIds: readonly string[];
  since: Date;
}

/**
 * Of the assigned prompts: how many there are, how many were answered since, and how many of these
 * rightly when last answered. Answers that were taken back do not count.
 */
export async function countRecalled(
  db: TenantDb,
  { personId, deckIds, tags, pin, since }: StudyScope,
): Promise<{ total: number; answered: number; recalled: number }> {
  const { rows } = await db.query<{ total: number; answered: number; recalled: number }>(
    `select count(*) as total, count(last.rating) as answered,
            count(*) filter (where last.rating > 1) as recalled
     from deck d
       join deck_revision_atom r on r.tenant_id = $1 and r.deck_id = d.id
         and r.n = ${studiedRevision('$6', '$7')}
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
    [db.tenantId, personId, deckIds, tags, since, ...pinValues(pin)],
  );
  return rows[0] ?? { total: 0, answered: 0, recalled: 0 };
}

export interface GivenAnswer {
  promptId: string;
  isRecalled: boolean;
}

/** Answers to the assigned prompts in the order in which they were given, without those taken back. */
export async function listGivenAnswers(
  db: TenantDb,
  { personId, deckIds, tags, pin, since }: StudyScope,
): Promise<GivenAnswer[]> {
  const { rows } = await db.query<GivenAnswer>(
    `select l.prompt_id as "promptId", l.rating > 1 as "isRecalled"
     from review_log l
       join prompt p on p.tenant_id = $1 and p.id = l.prompt_id
       join atom a on a.tenant_id = $1 and a.id = p.atom_id
       join deck d on d.tenant_id = $1 and d.id = p.deck_id
     where l.tenant_id = $1 and l.person_id = $2 and l.kind = 'review' and l.reviewed_at >= $5
       and p.deck_id = any($3) and p.kind <> 'info' and ($4::text[] is null or a.tags && $4)
       and exists (select from deck_revision_atom r
         where r.tenant_id = $1 and r.deck_id = d.id and r.n = ${studiedRevision('$6', '$7')}
           and p.id = any(r.prompt_ids))
       and not exists (select from review_log u
         where u.tenant_id = $1 and u.person_id = $2 and u.prompt_id = l.prompt_id
           and u.kind = 'undo' and u.undoes = l.id)
     order by l.reviewed_at, l.id`,
    [db.tenantId, personId, deckIds, tags, since, ...pinValues(pin)],
  );
  return rows;
}

/** A person's studies of assignments that the prompt belongs to, locked until the transaction ends. */
export async function lockStudies(
  db: TenantDb,
  { personId, promptId }: { personId: string; promptId: string },
): Promise<(Attempt & { assignmentId: string })[]> {
  const { rows } = await db.query<Attempt & { assignmentId: string }>(
    `select ${attemptColumns} from attempt t
     where t.tenant_id = $1 and t.person_id = $2 and t.mode = 'study' and exists (
       select from assignment s
         join deck root on root.tenant_id = $1 and root.id = s.deck_id
         join prompt p on p.tenant_id = $1 and p.id = $3
         join deck d on d.tenant_id = $1 and d.id = p.deck_id
       where s.tenant_id = $1 and s.id = t.assignment_id
         and (d.id = root.id or starts_with(d.path, root.path || '::')))
     order by t.id for update`,
    [db.tenantId, personId, promptId],
  );
  return rows;
}
