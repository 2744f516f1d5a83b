import type { Reaction } from '../core/events/reactions.ts';
import { queueScore } from './grades/queue-score.ts';

/** What LTI does about events of the core. */
export const ltiReactions: readonly Reaction[] = [queueScore];
