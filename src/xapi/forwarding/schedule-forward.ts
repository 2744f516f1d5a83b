import { latestSeq } from '@crosswalk/xapi-lrs';
import type { TenantDb } from '../../platform/database/database.ts';
import { enqueue, hasten } from '../../platform/jobs/enqueue.ts';
import { countDeadLetters } from './dead-letter.store.ts';
import { findForward } from './forward.store.ts';

export const FORWARD_JOB = 'lrs.forward';

/**
 * Queues the forward's next run when there is something to send: at once, or when the other LRS is
 * to be tried again. One run at a time keeps the order.
 */
export async function scheduleForward(db: TenantDb, id: string): Promise<void> {
  const forward = await findForward(db, id);
  if (!forward?.enabled) return;
  const [latest, letters] = await Promise.all([latestSeq(db), countDeadLetters(db, id)]);
  if (latest <= forward.cursor && letters.retrying === 0) return;
  const { retryAt } = forward;
  const { created } = await enqueue(db, {
    kind: FORWARD_JOB,
    payload: { forwardId: id },
    key: id,
    ...(retryAt && { runAt: retryAt }),
  });
  if (!created && !retryAt) await hasten(db, FORWARD_JOB, id);
}
