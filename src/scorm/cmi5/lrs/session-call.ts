import { type Agent, ifiOf } from '@crosswalk/xapi-lrs';
import type { Database } from '../../../platform/database/database.ts';
import { refusal } from '../rules/judge-statements.ts';
import { findSession } from '../sessions/session.store.ts';
import { learnerAgent, type Session } from '../sessions/session.ts';

/** What is known of a request of an AU before its session is looked up. */
export interface CallPlace {
  tenantId: string;
  sessionId: string;
  /** Of the request, also where it came in xAPI's alternate syntax. */
  method: string;
  /** Whether it says which version of a document it is about (If-Match, If-None-Match). */
  namesVersion: boolean;
}

/** A request of an AU to the LRS. */
export interface SessionCall extends CallPlace {
  session: Session;
  actor: Agent;
  /** IFI of the actor. */
  agent: string;
}

const PREFIX = 'cmi5';

/** The tenant that the LRS takes the request for; no tenant has such a name. */
export function tenantNameOf({ tenantId, sessionId, method, namesVersion }: CallPlace): string {
  return [PREFIX, tenantId, sessionId, method, namesVersion ? 'version' : ''].join(' ');
}

/** Undefined: it is a tenant. */
export function placeOf(tenantName: string): CallPlace | undefined {
  const [prefix, tenantId, sessionId, method, version] = tenantName.split(' ');
  if (prefix !== PREFIX || !tenantId || !sessionId || !method) return undefined;
  return { tenantId, sessionId, method, namesVersion: version === 'version' };
}

interface CallDeps {
  database: Database;
  publicUrl: string;
}

/** The request with its session as it is now. @throws XapiError 403 when that has ended */
export async function openCall(deps: CallDeps, place: CallPlace): Promise<SessionCall> {
  const session = await deps.database.read(place.tenantId, (db) =>
    findSession(db, place.sessionId),
  );
  if (!session || session.terminatedAt || session.abandonedAt) throw ended();
  return callOf(deps, place, session);
}

export function callOf(
  { publicUrl }: Pick<CallDeps, 'publicUrl'>,
  place: CallPlace,
  session: Session,
): SessionCall {
  const actor = learnerAgent(session.personId, { publicUrl });
  return { ...place, session, actor, agent: ifiOf(actor) ?? '' };
}

export function ended() {
  return refusal({
    requirement: '8.1.2.0-2 (d)',
    message: 'The session has ended, and with it what its token allows.',
  });
}
