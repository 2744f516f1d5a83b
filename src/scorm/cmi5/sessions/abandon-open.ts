import type { PostgresStore } from '@crosswalk/xapi-lrs';
import type { TenantDb } from '../../../platform/database/database.ts';
import { findCourse } from '../../courses/course.store.ts';
import { ausOf, isXapiStructure } from '../course/au.ts';
import { lockRegistration } from '../registrations/registration.store.ts';
import { prepared } from '../statements/lms-statements.ts';
import { abandon } from './abandon.ts';
import { findOpenSessions } from './session.store.ts';

export interface AbandonDeps {
  lrsStore: Pick<PostgresStore, 'append'>;
  publicUrl: string;
}

/** Abandons what is open in a registration, and tells the LRS. */
export async function abandonOpen(
  db: TenantDb,
  registrationId: string,
  { lrsStore, publicUrl }: AbandonDeps,
): Promise<void> {
  const registration = await lockRegistration(db, registrationId);
  if (!registration) return;
  const structure = (await findCourse(db, registration.courseId))?.structure;
  const aus = structure && isXapiStructure(structure) ? ausOf(structure) : [];
  const open = await findOpenSessions(db, registrationId);
  const statements = await abandon(db, open, { aus, publicUrl });
  await lrsStore.append(db, prepared(statements, { publicUrl }));
}
