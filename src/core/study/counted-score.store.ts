import type { TenantDb } from '../../platform/database/database.ts';
import { type Attempt, attemptColumns } from './attempt.store.ts';

/** What counts of an assignment: tests that were handed in, and studies; in order of their start. */
export async function listAssignedAttempts(
  db: TenantDb,
  { assignmentId, personId }: { assignmentId: string; personId: string },
): Promise<Attempt[]> {
  const { rows } = await db.query<Attempt>(
    `select ${attemptColumns} from attempt
     where tenant_id = $1 and assignment_id = $2 and person_id = $3
       and (mode = 'study' or finished_at is not null)
     order by started_at, id`,
    [db.tenantId, assignmentId, personId],
  );
  return rows;
}
