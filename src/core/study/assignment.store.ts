import type { TenantDb } from '../../platform/database/database.ts';

/** Whether the deck is assigned so to the person, or to a group that the person is in. */
export async function isAssigned(
  db: TenantDb,
  { id, personId, deckId }: { id: string; personId: string; deckId: string },
): Promise<boolean> {
  const { rows } = await db.query(
    `select from assignment a where a.tenant_id = $1 and a.id = $2 and a.deck_id = $4
       and (a.person_id = $3 or exists (select from membership m
         where m.tenant_id = $1 and m.group_id = a.group_id and m.person_id = $3))`,
    [db.tenantId, id, personId, deckId],
  );
  return rows.length > 0;
}

/** Scaled score that passes an assignment; undefined without an assignment or a score in it. */
export async function masteryScoreOf(
  db: TenantDb,
  assignmentId: string | null,
): Promise<number | undefined> {
  if (!assignmentId) return undefined;
  const { rows } = await db.query<{ score: number | null }>(
    'select mastery_score as score from assignment where tenant_id = $1 and id = $2',
    [db.tenantId, assignmentId],
  );
  return rows[0]?.score ?? undefined;
}
