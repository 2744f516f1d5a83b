import type { Reaction } from '../core/events/reactions.ts';

/** What LTI does about events of the core. */
export const ltiReactions: readonly Reaction[] = [];
