import type { TestHub } from '../../../api/test-hub.ts';
import { type Attempt, listAttempts } from '../../../core/study/attempt.store.ts';

export async function findAttempts(
  { hub, tenantId }: TestHub,
  personId: string,
): Promise<Attempt[]> {
  return hub.database.read(tenantId, (db) =>
    listAttempts(db, { personId, after: undefined, limit: 10 }),
  );
}
