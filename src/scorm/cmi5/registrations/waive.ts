import { randomUUID } from 'node:crypto';
import type { PostgresStore } from '@crosswalk/xapi-lrs';
import { DomainError } from '../../../core/domain-error.ts';
import type { TenantDb } from '../../../platform/database/database.ts';
import { auActivityId } from '../course/activity-ids.ts';
import { ausOf, type XapiStructure } from '../course/au.ts';
import { untouched } from '../course/move-on.ts';
import { learnerAgent } from '../sessions/session.ts';
import { prepared, waived } from '../statements/lms-statements.ts';
import { findProgress, lockRegistration, storeProgress } from './registration.store.ts';
import { settle } from './settle.ts';

/** What the specification proposes (cmi5 9.5.5.2); others may be given. */
export const waiveReasons = [
  'Tested Out',
  'Equivalent AU',
  'Equivalent Outside Activity',
  'Administrative',
] as const;

interface Waiver {
  registrationId: string;
  structure: XapiStructure;
  /** The publisher's id. */
  auId: string;
  reason: string;
  publicUrl: string;
  lrsStore: Pick<PostgresStore, 'append'>;
}

/**
 * Lets a learner leave out an AU (cmi5 9.3.7), once in a registration: waived again, nothing changes.
 * @throws DomainError `not_found`
 */
export async function waive(db: TenantDb, waiver: Waiver): Promise<void> {
  const { registrationId, structure, auId, reason, publicUrl, lrsStore } = waiver;
  const registration = await lockRegistration(db, registrationId);
  if (!registration) throw new DomainError('not_found', 'There is no such registration.');
  const place = ausOf(structure).findIndex(({ id }) => id === auId);
  const au = ausOf(structure)[place];
  if (!au) throw new DomainError('not_found', 'The course has no such AU.', '/auId');
  const progress = await findProgress(db, registrationId);
  const before = progress.get(place) ?? untouched(place);
  if (before.waivedAt) return;
  const at = new Date();
  const now = { ...before, waivedAt: at, waivedReason: reason };
  await storeProgress(db, registrationId, now);
  const sessionId = randomUUID();
  const all = new Map([...progress, [place, now]]);
  const settled = await settle(db, {
    ...{ registration, structure, progress: all, sessionId, at, publicUrl },
  });
  if (structure.kind === 'tincan') return;
  const activityId = auActivityId({ publicUrl, courseId: registration.courseId }, auId);
  const actor = learnerAgent(registration.personId, { publicUrl });
  const told = waived(
    { actor, registration: registrationId, sessionId, at },
    { au, activityId, reason },
  );
  await lrsStore.append(db, prepared([told, ...settled], { publicUrl }));
}
