import type { Agent } from '@crosswalk/xapi-lrs';
import type { Session } from '../sessions/session.ts';

/** A request of an AU to the LRS. */
export interface SessionCall {
  tenantId: string;
  /** As it was when the request came. */
  session: Session;
  actor: Agent;
  /** IFI of the actor. */
  agent: string;
  /** Of the request, also where it came in xAPI's alternate syntax. */
  method: string;
  /** Whether it says which version of a document it is about (If-Match, If-None-Match). */
  namesVersion: boolean;
}
