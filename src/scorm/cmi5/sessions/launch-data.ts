import { etagOf, ifiOf, writeDocument } from '@crosswalk/xapi-lrs';
import type { TenantDb } from '../../../platform/database/database.ts';
import type { Au } from '../course/au.ts';
import { type LaunchMode, learnerAgent, type StatementContext } from './session.ts';

/** stateId of the launch data (cmi5 10.1). */
export const LAUNCH_DATA = 'LMS.LaunchData';
/** profileId of the learner's preferences (cmi5 11). */
export const PREFERENCES = 'cmi5LearnerPreferences';

interface LaunchData {
  personId: string;
  registration: string;
  activityId: string;
  au: Au;
  contextTemplate: StatementContext;
  launchMode: LaunchMode;
  returnUrl: string | undefined;
  publicUrl: string;
}

/** Writes what the AU reads when it starts (cmi5 10.2). */
export async function writeLaunchData(db: TenantDb, data: LaunchData): Promise<void> {
  const { registration, activityId, au, contextTemplate, launchMode, returnUrl } = data;
  const { launchParameters, masteryScore, moveOn, entitlementKey } = au;
  const content = {
    ...{ contextTemplate, launchMode, moveOn },
    ...(launchParameters !== null && { launchParameters }),
    ...(masteryScore !== null && { masteryScore }),
    ...(returnUrl !== undefined && { returnURL: returnUrl }),
    ...(entitlementKey !== null && { entitlementKey: { courseStructure: entitlementKey } }),
  };
  const place = { agent: agentOf(data), activityId, registration };
  const key = { kind: 'state', ...place, id: LAUNCH_DATA } as const;
  await writeDocument(db, key, jsonDocument(content), 'anything');
}

/** What the hub knows of the learner's preferences, where nobody has told them yet (cmi5 11). */
export async function offerPreferences(
  db: TenantDb,
  learner: { personId: string; locale: string | null; publicUrl: string },
): Promise<void> {
  if (!learner.locale) return;
  const content = { languagePreference: learner.locale, audioPreference: 'on' };
  const key = { kind: 'agent-profile', agent: agentOf(learner), id: PREFERENCES } as const;
  await writeDocument(db, key, jsonDocument(content), 'nothing');
}

function agentOf({ personId, publicUrl }: { personId: string; publicUrl: string }): string {
  return ifiOf(learnerAgent(personId, { publicUrl })) ?? '';
}

function jsonDocument(value: unknown) {
  const content = Buffer.from(JSON.stringify(value));
  return { contentType: 'application/json', content, etag: etagOf(content) };
}
