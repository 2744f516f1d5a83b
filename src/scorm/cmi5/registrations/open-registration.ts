import { randomUUID } from 'node:crypto';
import type { Statement } from '@crosswalk/xapi-lrs';
import { startCourseAttempt } from '../../../core/study/course-attempts.ts';
import { lockLearner } from '../../../core/study/learner.store.ts';
import { uuidv7 } from '../../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../../platform/database/database.ts';
import type { XapiStructure } from '../course/au.ts';
import {
  type Enrolment,
  insertRegistration,
  lockLatestRegistration,
  lockRegistration,
  type Registration,
} from './registration.store.ts';
import { settle } from './settle.ts';

interface Opening extends Enrolment {
  structure: XapiStructure;
  /** The learner's latest where there is one, or another one in any case. */
  which: 'latest' | 'new';
  publicUrl: string;
}

interface Opened {
  registration: Registration;
  /** Which tell what is satisfied by it. */
  statements: Statement[];
  /** Of the learner, BCP 47. */
  locale: string | null;
}

/**
 * The learner's registration in a course, locked. A new one is judged at once (cmi5 9.6.1): what
 * asks for nothing is satisfied.
 * @throws DomainError `not_found`, `forbidden` for somebody deactivated
 */
export async function openRegistration(db: TenantDb, opening: Opening): Promise<Opened> {
  const { which, structure, publicUrl, ...enrolment } = opening;
  const at = new Date();
  // Two launches at once are of one registration.
  const locale = (await lockLearner(db, opening.personId))?.locale ?? null;
  const latest = which === 'latest' ? await lockLatestRegistration(db, enrolment) : undefined;
  const id = latest?.id ?? uuidv7();
  await startCourseAttempt(db, { ...enrolment, id, startedAt: at });
  if (latest) return { registration: latest, statements: [], locale };
  await insertRegistration(db, { ...enrolment, id });
  const registration = await lockRegistration(db, id);
  if (!registration) throw new Error('a registration that was just inserted is gone');
  const statements = await settle(db, {
    ...{ registration, structure, progress: new Map(), at, publicUrl },
    sessionId: randomUUID(),
  });
  return { registration, statements, locale };
}
