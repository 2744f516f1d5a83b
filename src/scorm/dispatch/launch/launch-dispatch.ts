import type { Database, TenantDb } from '../../../platform/database/database.ts';
import { Problem } from '../../../platform/http/problem.ts';
import { findDispatch } from '../dispatch.store.ts';
import type { DispatchTokens } from '../dispatch-token.ts';
import { hostOf } from './allowed-host.ts';
import { checkEnabled, checkExpiry, checkHost } from './launch-checks.ts';
import { takeSeat } from './take-seat.ts';

/** What lets somebody into the player; the surface behind `/play` has it. */
export interface PlayCodeIssuer {
  issue(
    db: TenantDb,
    code: {
      grant: {
        deckId: string;
        mode: 'study' | 'test';
        assignmentId: string | null;
        shellOrigin: string;
      } & ({ record: 'facts'; personId: string } | { record: 'nothing'; personId: null });
      frameAncestors: string[];
    },
  ): Promise<string>;
}

export interface LaunchDeps {
  database: Database;
  dispatchTokens: DispatchTokens;
  playCodes: PlayCodeIssuer;
}

export interface LaunchRequest {
  /** Signed id. */
  dispatch: string;
  learner: { id: string; name: string };
  /** Only `normal` leaves facts. */
  mode: 'normal' | 'browse' | 'review';
  /** Of the page that asks, as its browser says. */
  origin: string;
}

/**
 * A one-time path of the player for a learner of another learning platform.
 * @throws Problem
 */
export async function launchDispatch(
  { database, dispatchTokens, playCodes }: LaunchDeps,
  { dispatch: token, learner, mode, origin }: LaunchRequest,
): Promise<string> {
  const named = await dispatchTokens.verify(token);
  if (!named) throw unknownDispatch();
  return database.tenant(named.tenantId, async (db) => {
    const dispatch = await findDispatch(db, named.dispatchId);
    if (!dispatch) throw unknownDispatch();
    checkEnabled(dispatch);
    checkExpiry(dispatch, Date.now());
    const host = checkHost(dispatch, hostOf(origin));
    const { deckId, mode: playMode, assignmentId } = dispatch;
    const place = { deckId, mode: playMode, assignmentId, shellOrigin: origin };
    const grant =
      mode === 'normal'
        ? {
            ...{ ...place, record: 'facts' as const },
            personId: await takeSeat(db, { dispatch, learner: { ...learner, host } }),
          }
        : { ...place, record: 'nothing' as const, personId: null };
    const code = await playCodes.issue(db, { grant, frameAncestors: [origin] });
    return `/play/${code}`;
  });
}

function unknownDispatch(): Problem {
  return new Problem(404, 'dispatch_unknown', { detail: 'The hub does not know this package.' });
}
