import type { Attempt } from '../core/study/attempt.store.ts';
import { listAssignedAttempts } from '../core/study/counted-score.store.ts';
import type { TenantDb } from '../platform/database/database.ts';
import type { PlayGrant } from './play-link.ts';

/** How far a study is. */
export type Standing = Pick<Attempt, 'scoreScaled' | 'completion' | 'success'>;

/** Only for a player in another learning platform's shell, which tells it on. */
export async function standingOf(db: TenantDb, grant: PlayGrant): Promise<Standing | undefined> {
  const { assignmentId, personId, shellOrigin, mode } = grant;
  if (!shellOrigin || !assignmentId || !personId || mode !== 'study') return undefined;
  const [study] = (await listAssignedAttempts(db, { assignmentId, personId })).filter(
    (attempt) => attempt.mode === 'study',
  );
  if (!study) return undefined;
  const { scoreScaled, completion, success } = study;
  return { scoreScaled, completion, success };
}
