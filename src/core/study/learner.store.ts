import type { TenantDb } from '../../platform/database/database.ts';

export interface Learner {
  id: string;
  displayName: string;
  locale: string | null;
  timeZone: string | null;
  active: boolean;
}

/**
 * The person who studies. Locked until the transaction ends, so that two tabs answer one after the
 * other and every state follows from the one before.
 */
export async function lockLearner(db: TenantDb, personId: string): Promise<Learner | undefined> {
  return find(db, personId, 'for no key update');
}

export async function findLearner(db: TenantDb, personId: string): Promise<Learner | undefined> {
  return find(db, personId, '');
}

async function find(db: TenantDb, personId: string, lock: string): Promise<Learner | undefined> {
  const { rows } = await db.query<Learner>(
    `select id, display_name as "displayName", locale, time_zone as "timeZone", active
     from person where tenant_id = $1 and id = $2 ${lock}`,
    [db.tenantId, personId],
    'kept',
  );
  return rows[0];
}

/** Which of these prompts exist (retired ones too: an offline queue may still answer them). */
export async function existingPrompts(
  db: TenantDb,
  promptIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await db.query<{ id: string }>(
    'select id from prompt where tenant_id = $1 and id = any($2)',
    [db.tenantId, promptIds],
  );
  return new Set(rows.map(({ id }) => id));
}

export interface SchedulerProfile {
  weights: number[] | null;
  desiredRetention: number;
}

/** The person's own profile before the tenant's; undefined when neither has one. */
export async function findProfile(
  db: TenantDb,
  personId: string,
): Promise<SchedulerProfile | undefined> {
  const { rows } = await db.query<SchedulerProfile>(
    `select weights, desired_retention as "desiredRetention" from scheduler_profile
     where tenant_id = $1 and deck_id is null and (person_id = $2 or person_id is null)
     order by person_id nulls last limit 1`,
    [db.tenantId, personId],
    'kept',
  );
  return rows[0];
}
