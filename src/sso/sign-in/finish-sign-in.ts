import type { Person } from '../../core/people/person.store.ts';
import type { IssuedSession } from '../../core/people/sign-in/issue-session.ts';
import type { Database } from '../../platform/database/database.ts';
import { insertAttempt } from '../attempts/attempt.store.ts';
import { attemptOf, type Underway } from '../attempts/record-attempt.ts';
import { listVerifiedDomains } from '../domains/domain.store.ts';
import { openSession } from '../sessions/open-session.ts';
import { admit, checkDomain } from './admit.ts';
import { personOf, type ToldPerson } from './person-of.ts';
import type { Told } from './told.ts';

export type Finished =
  | { signedIn: IssuedSession; person: Person }
  /** Of a test: nobody is signed in, and this is what would have been taken over. */
  | { tested: ToldPerson; told: Told };

/** What the provider vouches for becomes a session, or the page of a test. @throws SsoError */
export function finishSignIn(
  database: Database,
  underway: Underway & { told: Told },
): Promise<Finished> {
  const { connection, kind, told, trail } = underway;
  return database.tenant(connection.tenantId, async (db) => {
    if (kind === 'test') {
      const tested = personOf(connection, told, await listVerifiedDomains(db));
      trail.step('checkDomain', () => checkDomain(connection, tested));
      await insertAttempt(db, attemptOf(underway, { personId: null }));
      return { tested, told };
    }
    const person = await trail.step('admit', () => admit(db, { connection, told }));
    const personId = person.id;
    const signedIn = await trail.step('openSession', () =>
      openSession(db, { connection, personId, told }),
    );
    await insertAttempt(db, attemptOf(underway, { personId }));
    return { signedIn, person };
  });
}
