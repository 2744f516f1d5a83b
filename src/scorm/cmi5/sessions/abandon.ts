import type { Statement } from '@crosswalk/xapi-lrs';
import type { TenantDb } from '../../../platform/database/database.ts';
import type { Au } from '../course/au.ts';
import { abandoned } from '../statements/lms-statements.ts';
import { storeMarks } from './session.store.ts';
import { learnerAgent, type Session } from './session.ts';

/**
 * Ends sessions that their AUs did not end (cmi5 9.3.6); the caller holds the registration's lock.
 * @returns the statements that tell so
 */
export async function abandon(
  db: TenantDb,
  sessions: readonly Session[],
  { aus, publicUrl }: { aus: readonly Au[]; publicUrl: string },
): Promise<Statement[]> {
  const at = new Date();
  const statements: Statement[] = [];
  for (const session of sessions) {
    await storeMarks(db, { ...session, abandonedAt: at });
    const au = aus[session.au];
    // Content of a tincan.xml knows no sessions.
    if (!au || session.profile === 'tincan') continue;
    const { id: sessionId, registration, activityId, launchedAt, lastStatementAt } = session;
    const actor = learnerAgent(session.personId, { publicUrl });
    const durationMs = Math.max(
      0,
      (lastStatementAt ?? launchedAt).getTime() - launchedAt.getTime(),
    );
    statements.push(
      abandoned({ actor, registration, sessionId, at }, { au, activityId, durationMs }),
    );
  }
  return statements;
}
