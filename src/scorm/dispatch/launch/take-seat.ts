import { createHash } from 'node:crypto';
import { findOrProvision } from '../../../core/people/identity.ts';
import { findPersonBy, type Person } from '../../../core/people/person.store.ts';
import type { TenantDb } from '../../../platform/database/database.ts';
import { Problem } from '../../../platform/http/problem.ts';
import { storableText } from '../../../platform/storable-json.ts';
import { type Dispatch, lockDispatch } from '../dispatch.store.ts';
import { countSeats, insertSeat, touchSeat } from '../seat.store.ts';
import { refusal } from './launch-checks.ts';

export interface LaunchingLearner {
  /** As the learning platform calls them. */
  id: string;
  name: string;
  /** Of the learning platform: learners of two are never the same. */
  host: string;
}

/** Index entries have to stay small; SCORM 2004 allows 4,000 characters. */
const LONGEST_ID = 255;
const LONGEST_NAME = 200;

/**
 * The person behind a platform's learner, who has a seat from now on.
 * @throws Problem `seats_taken`, `person_inactive`
 */
export async function takeSeat(
  db: TenantDb,
  { dispatch, learner }: { dispatch: Dispatch; learner: LaunchingLearner },
): Promise<string> {
  const { host } = learner;
  const learnerId = subjectOf(learner.id);
  const key = { source: 'dispatch', issuer: host, subject: learnerId } as const;
  const known = await findPersonBy(db, key);
  if (known && (await isSeated(db, dispatch, known))) return known.id;
  await lockDispatch(db, dispatch.id);
  // Of two first launches of one learner, the second finds the seat of the first.
  const meanwhile = await findPersonBy(db, key);
  if (meanwhile && (await isSeated(db, dispatch, meanwhile))) return meanwhile.id;
  if (dispatch.seats !== null && (await countSeats(db, dispatch.id)) >= dispatch.seats) {
    throw refusal('seats_taken');
  }
  const displayName = nameOf(learner) || `Learner ${digest(learnerId).slice(0, 4)}`;
  const { person } = await findOrProvision(db, { key, person: { displayName } });
  await insertSeat(db, { dispatchId: dispatch.id, personId: person.id, host, learnerId });
  return person.id;
}

async function isSeated(db: TenantDb, { id: dispatchId }: Dispatch, person: Person) {
  if (!person.active) {
    throw new Problem(403, 'person_inactive', { detail: 'This account is not active any more.' });
  }
  return touchSeat(db, { dispatchId, personId: person.id });
}

function subjectOf(id: string): string {
  const text = storableText(id);
  return text.length > LONGEST_ID ? `sha256:${digest(text)}` : text;
}

function nameOf({ name }: LaunchingLearner): string {
  return storableText(name).replace(/\s+/g, ' ').trim().slice(0, LONGEST_NAME);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
