import { memoryTracking } from '../tracking/memory.ts';
import type { Tracking } from '../tracking/tracking.ts';
import type { HubOutbox } from './outbox.ts';

/** Study: the source fills the outbox; state, score and outcome are the hub's own affair. */
export function hubStudyTracking(outbox: HubOutbox): Tracking {
  return {
    ...memoryTracking(),
    commit: (reason) => outbox.flush(reason !== 'answer'),
    finish: () => outbox.flush(true),
  };
}
