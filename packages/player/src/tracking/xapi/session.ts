import type { TrackingStart } from '../tracking.ts';
import type { LrsPlace } from './lrs.ts';
import type { StatementContext } from './statement.ts';

/** One launch by a learning platform that speaks xAPI. */
export interface XapiSession extends LrsPlace {
  /** cmi5 says which statements a session may hold; a tin can launch leaves it open. */
  profile: 'cmi5' | 'xapi';
  mode: TrackingStart['mode'];
  /** Set by the platform. */
  masteryScore?: number | undefined;
  returnUrl?: string | undefined;
  /** Goes into every statement. */
  context: StatementContext;
}
