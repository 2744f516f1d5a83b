import type { TenantDb } from '../../platform/database/database.ts';

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
