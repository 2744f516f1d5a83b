import { countAfter, statementsAfter } from '@crosswalk/xapi-lrs';
import type { TenantDb } from '../../platform/database/database.ts';
import { selectionOf } from '../selection.ts';
import { countDeadLetters } from './dead-letter.store.ts';
import type { Forward } from './forward.store.ts';

const COUNTED_MAX = 1000;

/** A forward as the API shows it. */
export async function forwardBody(db: TenantDb, forward: Forward) {
  const { cursor, sent, lastSentAt, failures, lastError, retryAt, ...body } = forward;
  const stretch = { selection: selectionOf(forward.filter), after: cursor };
  const [letters, pending, [oldest]] = await Promise.all([
    countDeadLetters(db, forward.id),
    countAfter(db, { ...stretch, limit: COUNTED_MAX }),
    statementsAfter(db, { ...stretch, limit: 1 }),
  ]);
  return {
    ...body,
    status: {
      state: stateOf(forward, pending),
      pending,
      lagSeconds: oldest ? Math.max(0, Date.now() - oldest.stored.getTime()) / 1000 : 0,
      sent,
      deadLetters: letters.all,
      lastSentAt,
      failures,
      lastError,
      retryAt,
    },
  };
}

function stateOf({ enabled, failures }: Forward, pending: number) {
  if (!enabled) return 'paused';
  if (failures > 0) return 'retrying';
  return pending > 0 ? 'sending' : 'idle';
}
